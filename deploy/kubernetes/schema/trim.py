#!/usr/bin/env python3
"""Makes sparkapplication-v1beta2.json of the Spark Operator's own definition: its schema without descriptions, and without
what it repeats of Kubernetes' pods, which nothing here uses.

    deploy/kubernetes/schema/trim.py config/crd/bases/sparkoperator.k8s.io_sparkapplications.yaml COMMIT
"""

import json
import pathlib
import sys

import yaml

# Fields of driver and executor that are Kubernetes' own types; `template` says all of them, in Kubernetes' schema.
LARGEST = 1200


def without_descriptions(schema):
    if isinstance(schema, dict):
        return {
            key: without_descriptions(value)
            for key, value in schema.items()
            if not (key == "description" and isinstance(value, str))
        }
    return [without_descriptions(value) for value in schema] if isinstance(schema, list) else schema


def shortened(properties):
    """A large one is kept by its type alone."""
    return {
        name: schema
        if len(json.dumps(schema)) <= LARGEST
        else {"type": schema["type"], "$comment": "trimmed"}
        for name, schema in properties.items()
    }


def main():
    file, commit = sys.argv[1:]
    definition = yaml.load(pathlib.Path(file).read_text(), Loader=yaml.CSafeLoader)
    (version,) = (version for version in definition["spec"]["versions"] if version["name"] == "v1beta2")
    schema = without_descriptions(version["schema"]["openAPIV3Schema"])
    spec = schema["properties"]["spec"]
    for role in ("driver", "executor"):
        spec["properties"][role]["properties"] = shortened(spec["properties"][role]["properties"])
    parts = {role: spec["properties"][role] for role in ("driver", "executor")}
    spec["properties"] = shortened(spec["properties"]) | parts
    comment = (
        f"{definition['metadata']['name']} {version['name']} of github.com/kubeflow/spark-operator at {commit}, "
        "Apache License 2.0; trimmed by trim.py"
    )
    written = pathlib.Path(__file__).with_name("sparkapplication-v1beta2.json")
    written.write_text(json.dumps({"$comment": comment} | schema, indent=1) + "\n")


if __name__ == "__main__":
    main()
