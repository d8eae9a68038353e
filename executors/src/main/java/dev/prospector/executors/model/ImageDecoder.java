package dev.prospector.executors.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import dev.prospector.executors.bundle.Geometry;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Latents to images within a bounded memory. A decoder works at the images' full resolution, so a
 * batch that the denoiser takes easily may be too much for it: it is given the batch in slices of
 * so many samples that a slice has about a megapixel, each sample still decoded whole. An image
 * that is too large alone can be decoded in tiles that overlap and are blended, which is not the
 * same image: what a decoder makes of a place depends on what it sees around.
 */
final class ImageDecoder {
  /** Of a slice: 3 GB where the last block holds three float32 tensors of 256 channels. */
  private static final long PIXELS = 1 << 20;

  /** The share of a tile that the next one covers too. */
  private static final int OVERLAP = Geometry.TILE_OVERLAP;

  private final UnaryOperator<NDArray> network;
  private final Geometry geometry;
  private final int tile;

  /**
   * Binds a decoder to an image size.
   *
   * @param network {@code [B,C,h,w]} to {@code [B,3,H,W]}
   * @param tile side of a tile in pixels; 0 to decode images whole
   */
  ImageDecoder(UnaryOperator<NDArray> network, Geometry geometry, int tile) {
    geometry.requireTile(tile);
    this.network = network;
    this.geometry = geometry;
    this.tile = tile;
  }

  /** Decodes a batch; the images belong to the latents' manager. */
  NDArray decode(NDArray latents) {
    int batch = Math.toIntExact(latents.getShape().get(0));
    int slice = slice(batch, side(geometry.image().height()), side(geometry.image().width()));
    if (slice == batch) {
      return images(latents);
    }
    NDList slices = new NDList();
    for (int from = 0; from < batch; from += slice) {
      slices.add(images(latents.get(new NDIndex("%d:%d".formatted(from, from + slice)))));
    }
    return NDArrays.concat(slices, 0);
  }

  /** Slices of one size: a sample's rounding then does not depend on its place in the batch. */
  static int slice(int batch, int height, int width) {
    int slice = (int) Math.max(1, Math.min(batch, PIXELS / ((long) height * width)));
    while (batch % slice != 0) {
      slice--;
    }
    return slice;
  }

  private int side(int pixels) {
    return tile == 0 ? pixels : Math.min(tile, pixels);
  }

  private NDArray images(NDArray latents) {
    int height = geometry.image().height();
    int width = geometry.image().width();
    if (side(height) == height && side(width) == width) {
      return network.apply(latents);
    }
    NDManager manager = latents.getManager();
    NDArray sum = manager.zeros(new Shape(latents.getShape().get(0), 3, height, width));
    NDArray weights = manager.zeros(new Shape(1, 1, height, width));
    NDArray weight = weight(manager, side(height), side(width));
    int ratio = geometry.ratio();
    for (int top : starts(height)) {
      for (int left : starts(width)) {
        try (NDManager scope = manager.newSubManager()) {
          NDArray seen = latents.get(window(top, left, ratio));
          seen.attach(scope);
          NDArray drawn = network.apply(seen);
          drawn.attach(scope);
          add(sum, window(top, left, 1), drawn.mul(weight));
          add(weights, window(top, left, 1), weight);
        }
      }
    }
    return sum.div(weights);
  }

  private static void add(NDArray sum, NDIndex place, NDArray more) {
    try (NDArray there = sum.get(place)) { // a view
      there.addi(more);
    }
  }

  /** Where tiles begin along a side, the last one flush with its end. */
  private List<Integer> starts(int pixels) {
    List<Integer> starts = new ArrayList<>();
    int side = side(pixels);
    for (int start = 0; start + side < pixels; start += side - side / OVERLAP) {
      starts.add(start);
    }
    starts.add(pixels - side);
    return starts;
  }

  private NDIndex window(int top, int left, int scale) {
    return new NDIndex(
        ":, :, %d:%d, %d:%d"
            .formatted(
                top / scale,
                (top + side(geometry.image().height())) / scale,
                left / scale,
                (left + side(geometry.image().width())) / scale));
  }

  /** Rises from a tile's edges over the overlap; positive everywhere. */
  private NDArray weight(NDManager manager, int height, int width) {
    NDArray rows = manager.create(ramp(height), new Shape(1, 1, height, 1));
    return rows.mul(manager.create(ramp(width), new Shape(1, 1, 1, width)));
  }

  private static float[] ramp(int side) {
    float[] ramp = new float[side];
    for (int i = 0; i < side; i++) {
      ramp[i] = Math.min(1f, Math.min(i + 1, side - i) / (side / (float) OVERLAP));
    }
    return ramp;
  }
}
