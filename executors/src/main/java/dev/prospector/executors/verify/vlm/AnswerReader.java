package dev.prospector.executors.verify.vlm;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.prospector.executors.http.Excerpt;
import java.util.Locale;

/** Finds the score in what a chat endpoint answered. */
record AnswerReader(AnswerFormat format) {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
  private static final String FENCE = "```";

  /**
   * Reads one answer.
   *
   * @return within the format's range
   * @throws UngradedException if there is no such number; it quotes what the model said
   */
  double score(String body) throws UngradedException {
    String said = said(body);
    JsonNode answer;
    try {
      answer = JSON.readTree(unfenced(said));
    } catch (JsonProcessingException e) {
      throw unreadable("it is not JSON", said);
    }
    JsonNode mark = answer.path(format.scoreKey());
    if (!mark.isNumber()) {
      throw unreadable("it has no number '%s'".formatted(format.scoreKey()), said);
    }
    double score = mark.doubleValue();
    if (!(score >= format.least() && score <= format.most())) {
      throw unreadable(
          "'%s' is %s, expected %s".formatted(format.scoreKey(), mark, format.range()), said);
    }
    return score;
  }

  private static String said(String body) throws UngradedException {
    JsonNode message;
    try {
      message = JSON.readTree(body).path("choices").path(0).path("message");
    } catch (JsonProcessingException e) {
      throw unreadable("it is no chat completion", body);
    }
    if (message.path("content").isTextual()) {
      return message.path("content").textValue();
    }
    if (message.path("refusal").isTextual()) {
      throw new UngradedException(
          "the grader refused: " + Excerpt.of(message.path("refusal").textValue()));
    }
    throw unreadable("it has no choices[0].message.content", body);
  }

  /** Without the Markdown fence in which some models wrap JSON. */
  private static String unfenced(String said) {
    String text = said.strip();
    if (text.length() < 2 * FENCE.length() || !text.startsWith(FENCE) || !text.endsWith(FENCE)) {
      return text;
    }
    String inner = text.substring(FENCE.length(), text.length() - FENCE.length());
    return inner.toLowerCase(Locale.ROOT).startsWith("json") ? inner.substring(4) : inner;
  }

  private static UngradedException unreadable(String why, String said) {
    return new UngradedException(
        "the grader's answer can't be read, %s: %s".formatted(why, Excerpt.of(said)));
  }
}
