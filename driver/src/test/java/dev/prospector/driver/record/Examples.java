package dev.prospector.driver.record;

import dev.prospector.executors.candidate.Leg;
import dev.prospector.executors.candidate.NoiseLineage;
import dev.prospector.executors.candidate.Prompt;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.imageio.ImageIO;

/** Rows as a run would leave them. */
final class Examples {
  static final ResultColumns COLUMNS =
      new ResultColumns(List.of("detector", "match"), List.of("category", "note"));

  static final List<Leg> LEGS =
      List.of(new Leg(1, .11, 12), new Leg(new Leg.Renoise(.11, 5), .89, 0, 12));

  private Examples() {}

  /** Two images per prompt; every fifth prompt failed. */
  static List<ResultRow> rows(int prompts, int side) {
    List<ResultRow> rows = new ArrayList<>();
    for (int p = 0; p < prompts; p++) {
      Map<String, String> columns = new LinkedHashMap<>();
      columns.put("category", "counting");
      columns.put("note", p % 2 == 0 ? null : "odd, \"quoted\"\nünï");
      Prompt prompt = new Prompt(p, "id-" + p, "three yellow squares № " + p, columns);
      if (p % 5 == 4) {
        rows.add(new ResultRow.Failed(prompt, "the decoder gave NaN", 8));
        continue;
      }
      for (int rank = 1; rank <= 2; rank++) {
        var scores = new TreeMap<>(Map.of("detector", 1.0 / (p + rank), "match", -0.25 * p));
        EncodedImage image =
            EncodedImage.of(png(side, p * 31 + rank), rank == 1 ? "images/" + p + ".png" : null);
        NoiseLineage lineage = NoiseLineage.fresh(NoiseLineage.MAX_SEED - p);
        rows.add(
            new ResultRow.Found(
                prompt, rank, image, scores.get("detector"), scores, lineage, LEGS, 1_280L << 24));
      }
    }
    return rows;
  }

  /** An image of one colour. */
  static byte[] png(int side, int colour) {
    BufferedImage image = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < side * side; i++) {
      image.setRGB(i % side, i / side, colour * 0x9E3779B1);
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      ImageIO.write(image, "png", out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }
}
