package dev.prospector.jobs.io;

import dev.prospector.executors.candidate.Prompt;
import java.util.List;

/**
 * What was read.
 *
 * @param source where
 * @param prompts their ordinals counting from 0, their ids unique
 * @param carried how many columns go with them to the results
 * @param blank lines and prompts that were left out
 * @param remarks what else a user should know of it, a sentence each
 */
public record PromptSet(
    String source, List<Prompt> prompts, int carried, int blank, List<String> remarks) {

  /** What stands for a set that could not be read. */
  public static final PromptSet NONE = new PromptSet("", List.of(), 0, 0, List.of());

  public PromptSet {
    prompts = List.copyOf(prompts);
    remarks = List.copyOf(remarks);
  }

  /** What was read, in a sentence. */
  public String summary() {
    return "%s: %s%s%s"
        .formatted(
            name(),
            count(prompts.size(), "prompt"),
            carried == 0 ? "" : ", " + count(carried, "column") + " carried",
            blank == 0 ? "" : ", " + count(blank, "blank row") + " left out");
  }

  /** What is odd about it, a sentence each. */
  public List<String> notes() {
    return remarks.stream().map(remark -> name() + ": " + remark).toList();
  }

  private String name() {
    return source.replaceFirst("/+$", "").replaceFirst(".*/", "");
  }

  private static String count(int number, String what) {
    return "%,d %s%s".formatted(number, what, number == 1 ? "" : "s");
  }
}
