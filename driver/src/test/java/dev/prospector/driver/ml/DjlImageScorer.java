package dev.prospector.driver.ml;

import ai.djl.ModelException;
import ai.djl.inference.Predictor;
import ai.djl.modality.cv.Image;
import ai.djl.modality.cv.ImageFactory;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.translate.TranslateException;
import ai.djl.translate.Translator;
import ai.djl.translate.TranslatorContext;
import java.io.IOException;
import java.io.Serializable;
import java.util.Iterator;
import java.util.stream.IntStream;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.image.ImageSchema;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * A stage as those of DJL's extension for Spark (ai.djl.spark.task.vision): rows begin with the six
 * fields of Spark's image schema, which are read by their places; each partition's task loads the
 * model that a URL names, and adds a column with what it says of the image.
 */
final class DjlImageScorer extends Transformer {
  private static final long serialVersionUID = 1L;

  private final String url;

  DjlImageScorer(String url) {
    this.url = url;
  }

  @Override
  public String uid() {
    return "DjlImageScorer";
  }

  @Override
  public StructType transformSchema(StructType schema) {
    for (int i = 0; i < 6; i++) {
      if (!schema.apply(i).dataType().equals(ImageSchema.columnSchema().apply(i).dataType())) {
        throw new IllegalArgumentException("the first six columns are no image: " + schema);
      }
    }
    return schema.add("prediction", DataTypes.FloatType);
  }

  @Override
  public Dataset<Row> transform(Dataset<?> dataset) {
    ModelLoader model = new ModelLoader(url);
    MapPartitionsFunction<Row, Row> score = rows -> scored(rows, model.newPredictor());
    return dataset.toDF().mapPartitions(score, Encoders.row(transformSchema(dataset.schema())));
  }

  private static Iterator<Row> scored(Iterator<Row> rows, Predictor<Image, Float> predictor) {
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return rows.hasNext();
      }

      @Override
      public Row next() {
        Row row = rows.next();
        try {
          Float score = predictor.predict(image(row));
          return RowFactory.create(
              IntStream.rangeClosed(0, row.size())
                  .mapToObj(i -> i < row.size() ? row.get(i) : score)
                  .toArray());
        } catch (TranslateException e) {
          throw new IllegalStateException(e);
        }
      }
    };
  }

  private static Image image(Row row) {
    byte[] bgr = ImageSchema.getData(row);
    int[] rgb =
        IntStream.range(0, bgr.length / 3)
            .map(
                i ->
                    (bgr[3 * i + 2] & 255) << 16 | (bgr[3 * i + 1] & 255) << 8 | (bgr[3 * i] & 255))
            .toArray();
    return ImageFactory.getInstance()
        .fromPixels(rgb, ImageSchema.getWidth(row), ImageSchema.getHeight(row));
  }

  @Override
  public DjlImageScorer copy(ParamMap extra) {
    return new DjlImageScorer(url);
  }

  /** Loads at a task's first use, and again with every task that it is sent with. */
  private static final class ModelLoader implements Serializable {
    private static final long serialVersionUID = 1L;

    private final String url;
    private transient ZooModel<Image, Float> model;

    ModelLoader(String url) {
      this.url = url;
    }

    Predictor<Image, Float> newPredictor() throws IOException, ModelException {
      if (model == null) {
        model =
            Criteria.builder()
                .setTypes(Image.class, Float.class)
                .optEngine("PyTorch")
                .optModelUrls(url)
                .optModelName("network")
                .optTranslator(new Scores())
                .build()
                .loadModel();
      }
      return model.newPredictor();
    }
  }

  private static final class Scores implements Translator<Image, Float> {
    @Override
    public NDList processInput(TranslatorContext context, Image image) {
      NDArray pixels = image.toNDArray(context.getNDManager());
      return new NDList(pixels.transpose(2, 0, 1).toType(DataType.FLOAT32, false).div(255));
    }

    @Override
    public Float processOutput(TranslatorContext context, NDList outputs) {
      return outputs.singletonOrThrow().getFloat();
    }
  }
}
