package dev.prospector.executors.verify.vlm;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.Headers;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import javax.imageio.ImageIO;

/**
 * A request as the server got it.
 *
 * @param number from 1, in the order of arrival
 */
record Call(int number, String method, Headers headers, String body) {

  JsonNode json() {
    try {
      return new ObjectMapper().readTree(body);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  String rubric() {
    return json().at("/messages/0/content").textValue();
  }

  String text() {
    return json().at("/messages/1/content/0/text").textValue();
  }

  BufferedImage image() {
    String url = json().at("/messages/1/content/1/image_url/url").textValue();
    byte[] png = Base64.getDecoder().decode(url.replaceFirst("^data:image/png;base64,", ""));
    try {
      return ImageIO.read(new ByteArrayInputStream(png));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Of a plain image, 0 to 255: names the image. */
  int level() {
    return image().getRGB(0, 0) & 0xFF;
  }
}
