package dev.prospector.driver.api;

import dev.prospector.driver.cluster.RunListener;
import dev.prospector.driver.record.Promise;
import dev.prospector.driver.record.RunDirectory;
import dev.prospector.driver.secret.Redaction;
import dev.prospector.executors.candidate.Prompt;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.spark.api.java.JavaRDD;

/**
 * A search that is about to be run: which prompts, whereto, who listens. Made by {@link
 * Prospector#search(SearchSpec)} and {@link Prospector#resume}.
 */
public final class SearchRequest {
  private final Function<SearchRequest, RunningSearch> starter;
  private List<Prompt> prompts = List.of();
  private Optional<String> directory = Optional.empty();
  private Optional<String> pool = Optional.empty();
  private boolean takesOver;
  private RunListener listener = new RunListener() {};
  private Consumer<RunDirectory> beforeCommit = written -> {};
  private Redaction redaction = new Redaction();
  private Optional<Promise> promise = Optional.empty();
  private final Map<String, Object> remembered = new LinkedHashMap<>();

  SearchRequest(Function<SearchRequest, RunningSearch> starter) {
    this.starter = starter;
  }

  /** Prompts by their texts; their ids are their numbers, from 1. */
  public SearchRequest prompts(String... texts) {
    List<Prompt> numbered = new ArrayList<>();
    for (String text : texts) {
      numbered.add(new Prompt(numbered.size(), String.valueOf(numbered.size() + 1), text));
    }
    return prompts(numbered);
  }

  /** Prompts with ids and columns; their ordinals become their positions. */
  public SearchRequest prompts(List<Prompt> list) {
    prompts = List.copyOf(list);
    return this;
  }

  /** Prompts as they come; all of them are taken before the search starts. */
  public SearchRequest prompts(Iterator<Prompt> iterator) {
    List<Prompt> taken = new ArrayList<>();
    iterator.forEachRemaining(taken::add);
    return prompts(taken);
  }

  /**
   * Prompts of a data set, in its order; they are collected here, without what they were made of.
   */
  public SearchRequest prompts(JavaRDD<Prompt> dataset) {
    return prompts(Arrays.asList(dataset.collect().toArray(Prompt[]::new)));
  }

  /**
   * Writes a run directory, from which the search can be resumed. Without one, results stay in
   * memory, and nothing is written.
   *
   * @param path a path or a URI; for a new run, not there yet or empty
   */
  public SearchRequest into(String path) {
    directory = Optional.of(path);
    return this;
  }

  /**
   * Resumes a run though another process writes it, which finds out before its next commit and
   * stops. Without it such a run is refused, unless that process is known to be dead or was not
   * heard of for two minutes.
   */
  public SearchRequest takeOver(boolean yes) {
    takesOver = yes;
    return this;
  }

  /** Listens to rounds and waves. */
  public SearchRequest listener(RunListener who) {
    listener = who;
    return this;
  }

  /** The pool of Spark's FAIR scheduler that the search's jobs go to; if unset, one of its own. */
  public SearchRequest pool(String name) {
    pool = Optional.of(name);
    return this;
  }

  /** What else {@code run.json} is to hold of the configuration; results must not depend on it. */
  public SearchRequest remember(Map<String, ?> more) {
    remembered.putAll(more);
    return this;
  }

  /** What is said of the search before it begins: {@code run.json} keeps it, and the report. */
  public SearchRequest promise(Promise said) {
    promise = Optional.of(said);
    return this;
  }

  /** Keeps out of what is written what somebody has learnt already; it will learn more here. */
  public SearchRequest redaction(Redaction learnt) {
    redaction = learnt;
    return this;
  }

  /** What is done with the directory when all but its last file, the commit, is written. */
  public SearchRequest beforeCommit(Consumer<RunDirectory> work) {
    beforeCommit = work;
    return this;
  }

  /**
   * Starts the search in a thread of its own.
   *
   * @throws dev.prospector.driver.input.InvalidInputException with everything that stands against
   *     it
   */
  public RunningSearch start() {
    return starter.apply(this);
  }

  /**
   * Searches to the end.
   *
   * @throws dev.prospector.driver.input.InvalidInputException with everything that stands against
   *     it
   */
  public SearchResult run() {
    return start().result();
  }

  List<Prompt> prompts() {
    return prompts;
  }

  Optional<String> directory() {
    return directory;
  }

  Optional<String> pool() {
    return pool;
  }

  boolean takesOver() {
    return takesOver;
  }

  RunListener listener() {
    return listener;
  }

  Consumer<RunDirectory> beforeCommit() {
    return beforeCommit;
  }

  Redaction redaction() {
    return redaction;
  }

  Optional<Promise> promise() {
    return promise;
  }

  Map<String, Object> remembered() {
    return remembered;
  }
}
