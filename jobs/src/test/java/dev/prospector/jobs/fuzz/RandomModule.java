package dev.prospector.jobs.fuzz;

import static dev.prospector.jobs.fuzz.ByteMutations.one;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/** TorchScript files that are damaged, some of them in what their checksums are right about. */
final class RandomModule {
  private RandomModule() {}

  static byte[] damaged(SplittableRandom random, Path whole) throws IOException {
    if (random.nextBoolean()) {
      return ByteMutations.edited(random, List.of(Files.readAllBytes(whole)));
    }
    Map<String, byte[]> entries = entries(whole);
    String name = one(random, new ArrayList<>(entries.keySet()));
    if (random.nextInt(10) == 0) {
      entries.remove(name);
    } else {
      entries.put(name, ByteMutations.edited(random, List.of(entries.get(name))));
    }
    return zip(entries);
  }

  private static Map<String, byte[]> entries(Path zip) throws IOException {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    try (ZipFile file = new ZipFile(zip.toFile())) {
      for (ZipEntry entry : Collections.list(file.entries())) {
        try (InputStream in = file.getInputStream(entry)) {
          entries.put(entry.getName(), in.readAllBytes());
        }
      }
    }
    return entries;
  }

  private static byte[] zip(Map<String, byte[]> entries) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream out = new ZipOutputStream(bytes)) {
      out.setMethod(ZipOutputStream.STORED); // As PyTorch writes them, and all that it reads.
      for (Map.Entry<String, byte[]> file : entries.entrySet()) {
        CRC32 checksum = new CRC32();
        checksum.update(file.getValue());
        ZipEntry entry = new ZipEntry(file.getKey());
        entry.setSize(file.getValue().length);
        entry.setCrc(checksum.getValue());
        out.putNextEntry(entry);
        out.write(file.getValue());
      }
    }
    return bytes.toByteArray();
  }
}
