package dev.prospector.executors.verify.vlm;

import java.nio.IntBuffer;

/**
 * One image and its prompt. Equal questions have the same answer, so a batch asks them once: it may
 * be padded with copies of its last candidate.
 *
 * @param rgb pixels 0xRRGGBB, rows from the top; a buffer, since it is compared by content
 */
record Question(String prompt, IntBuffer rgb, int width, int height) {

  byte[] png() {
    return Png.encode(rgb.array(), width, height);
  }
}
