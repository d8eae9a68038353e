#!/usr/bin/env python3
"""Holds the files here against the schemas of Kubernetes and of the Spark Operator, strictly: what neither knows is an
error; and search.yaml against gpu.conf and the pod templates, of which it says the same once more. Needs kubernetes-validate.

    deploy/kubernetes/check.py
"""

import copy
import json
import pathlib
import sys

import jsonschema
import kubernetes_validate
import yaml

HERE = pathlib.Path(__file__).resolve().parent
OPERATOR = "sparkoperator.k8s.io/v1beta2"
VERSIONS = ["1.30", kubernetes_validate.latest_version()]

# What spark-submit takes from gpu.conf and the operator from fields of its own.
FIELDS = {
    "spark.submit.deployMode": ("spec", "mode"),
    "spark.kubernetes.namespace": ("metadata", "namespace"),
    "spark.kubernetes.container.image": ("spec", "image"),
    "spark.kubernetes.authenticate.driver.serviceAccountName": ("spec", "driver", "serviceAccount"),
    "spark.driver.memory": ("spec", "driver", "memory"),
    "spark.executor.instances": ("spec", "executor", "instances"),
    "spark.executor.cores": ("spec", "executor", "cores"),
    "spark.executor.memory": ("spec", "executor", "memory"),
}
# The operator names the application itself, and takes templates as part of the application.
OWN = {"spark.app.name", "spark.kubernetes.driver.podTemplateFile", "spark.kubernetes.executor.podTemplateFile"}


def strict(schema):
    """The same, but that an object has no properties besides those that are named; the API server would drop them."""
    if isinstance(schema, list):
        return [strict(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    closed = {key: strict(value) for key, value in schema.items()}
    if isinstance(schema.get("properties"), dict) and schema.get("type") == "object":
        closed.setdefault("additionalProperties", False)
    return closed


def operator_schema():
    schema = json.loads((HERE / "schema/sparkapplication-v1beta2.json").read_text())
    schema["properties"]["metadata"] = {"type": "object"}
    return strict(schema)


def errors(document):
    """What is wrong with it, a line each."""
    if document["apiVersion"] != OPERATOR:
        return [error for version in VERSIONS for error in kubernetes_errors(document, version)]
    found = jsonschema.Draft202012Validator(operator_schema()).iter_errors(document)
    lines = [f"{error.json_path}: {error.message}" for error in found]
    for role in ("driver", "executor"):
        pod = {"apiVersion": "v1", "kind": "Pod"} | document["spec"][role]["template"]
        lines += [f"{role}.template: {line}" for line in errors(pod)]
    return lines


def kubernetes_errors(document, version):
    try:
        kubernetes_validate.validate(document, version, strict=True)
    except kubernetes_validate.ValidationError as error:
        yield f"{error.json_path}: {error.message} (Kubernetes {version})"


def is_checked(document):
    """Whether a misspelt key would be found in each of its parts that people write."""
    wrong = copy.deepcopy(document)
    parts = [wrong.get("spec", wrong)]
    if document["apiVersion"] == OPERATOR:
        parts += [wrong["spec"][role]["template"]["spec"] for role in ("driver", "executor")]
    for part in parts:
        part["imagee"] = "misspelt"
        if not errors(wrong):
            return False
        del part["imagee"]
    return True


def settings(file):
    lines = (line.strip() for line in file.read_text().splitlines())
    return dict(line.split(None, 1) for line in lines if line and not line.startswith("#"))


def at(document, path):
    for key in path:
        document = document[key]
    return document


def differences(application):
    """Where search.yaml does not say what gpu.conf and the pod templates say."""
    submitted = settings(HERE / "gpu.conf")
    said = {key: str(value) for key, value in application["spec"]["sparkConf"].items()}
    said |= {key: str(at(application, path)) for key, path in FIELDS.items()}
    expected = {key: value for key, value in submitted.items() if key not in OWN}
    for key in sorted(said.keys() | expected.keys()):
        if said.get(key) != expected.get(key):
            yield f"{key} is {said.get(key)}, in gpu.conf {expected.get(key)}"
    for role in ("driver", "executor"):
        template = yaml.safe_load((HERE / f"{role}.yaml").read_text())["spec"]
        template["containers"][0]["name"] = f"spark-kubernetes-{role}"  # The operator finds the container by it.
        if application["spec"][role]["template"]["spec"] != template:
            yield f"spec.{role}.template is not what {role}.yaml has"


def main():
    wrong = []
    for file in sorted(HERE.glob("*.yaml")):
        for document in yaml.safe_load_all(file.read_text()):
            wrong += [f"{file.name}: {document['kind']}: {error}" for error in errors(document)]
            if not is_checked(document):
                wrong.append(f"{file.name}: {document['kind']}: a misspelt key is not found")
            if document["apiVersion"] == OPERATOR:
                wrong += [f"{file.name}: {difference}" for difference in differences(document)]
    if wrong:
        sys.exit("\n".join(f"check.py: {line}" for line in wrong))
    print(f"check.py: the files hold to Kubernetes {' and '.join(VERSIONS)} and to {OPERATOR}; search.yaml says what gpu.conf does")


if __name__ == "__main__":
    main()
