package dev.prospector.jobs.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prospector.driver.record.RunDirectory;
import dev.prospector.executors.candidate.Prompt;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.htmlunit.BrowserVersion;
import org.htmlunit.WebClient;
import org.htmlunit.html.DomElement;
import org.htmlunit.html.DomNode;
import org.htmlunit.html.HtmlElement;
import org.htmlunit.html.HtmlInput;
import org.htmlunit.html.HtmlPage;
import org.htmlunit.html.HtmlSelect;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page's script in a browser. It fails a test by itself if it throws. */
class PageScriptTest {
  private static final String HOSTILE = "</script><script>document.title = 'taken'</script>\" x='y";

  private final WebClient browser = new WebClient(BrowserVersion.CHROME);

  @TempDir java.nio.file.Path directory;

  @AfterEach
  void close() {
    browser.close();
  }

  @Test
  void withoutTheScriptEverythingIsThereAndTheControlsAreNot() throws IOException {
    browser.getOptions().setJavaScriptEnabled(false);
    HtmlPage page = page(SyntheticRun.shapes(40, 4));
    assertThat(page.getElementById("controls").hasAttribute("hidden")).isTrue();
    assertThat(page.querySelectorAll("#cards .card").size()).isEqualTo(40);
  }

  @Test
  void wordsOfThePromptOrItsIdFindCards() throws IOException {
    HtmlPage page = page(SyntheticRun.shapes(40, 4));
    assertThat(page.getElementById("controls").hasAttribute("hidden")).isFalse();
    type(page, "LEFT blue");
    assertThat(prompts(page))
        .isNotEmpty()
        .allMatch(p -> p.matches(".*blue.*") && p.contains("left"));
    assertThat(text(page, "#found")).isEqualTo(prompts(page).size() + " of 40");
    type(page, "shapes-39");
    assertThat(ids(page)).containsExactly("shapes-39");
    type(page, "no such thing");
    assertThat(ids(page)).isEmpty();
    type(page, "");
    assertThat(page.getElementById("results").hasAttribute("hidden")).isTrue();
    assertThat(page.querySelectorAll("#cards .cards:first-child .card").size()).isEqualTo(24);
  }

  @Test
  void aCategoryFilters() throws IOException {
    HtmlPage page = page(SyntheticRun.shapes(40, 4));
    select(page, "category", "counting");
    assertThat(prompts(page)).hasSize(10).allMatch(prompt -> prompt.startsWith("three"));
  }

  @Test
  void cardsAreSortedByGainScoreAndHeldOutLoss() throws IOException {
    SyntheticRun run = SyntheticRun.shapes(40, 4);
    HtmlPage page = page(run);
    for (String order :
        List.of("largest gain by detector", "best score by detector", "largest loss by realism")) {
      sort(page, order);
      assertThat(keys(page, order))
          .as(order)
          .hasSize(40)
          .isSortedAccordingTo((a, b) -> Double.compare(b, a));
    }
    sort(page, "as listed");
    assertThat(page.querySelectorAll("#cards .card").size()).isEqualTo(40);
  }

  @Test
  void anImageEnlargesAndTheNextFollowsIt() throws IOException {
    HtmlPage page = page(SyntheticRun.shapes(6, 4).with(new SyntheticRun.Drawn(32, 2, true)));
    HtmlElement second = (HtmlElement) page.querySelectorAll(".card img").get(1);
    second.click();
    assertThat(page.getElementById("large").hasAttribute("open")).isTrue();
    assertThat(text(page, "#enlarged"))
        .startsWith("best of 4")
        .contains("a red circle", "shapes-0");
    assertThat(attribute(page, "#enlarged a", "href")).isEqualTo("images/00000-1.png");
    assertThat(page.getUrl().getPath()).endsWith("report.html");
    ((HtmlElement) page.getElementById("next")).click();
    assertThat(text(page, "#enlarged")).startsWith("2: ");
    ((HtmlElement) page.getElementById("close")).click();
    assertThat(page.getElementById("large").hasAttribute("open")).isFalse();
  }

  @Test
  void hostilePromptsIdsAndCategoriesStayText() throws IOException {
    List<Prompt> prompts = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      prompts.add(new Prompt(i, i + HOSTILE + "#?%", HOSTILE, Map.of("category", i % 2 + HOSTILE)));
    }
    HtmlPage page = page(SyntheticRun.of(prompts, 4));
    assertThat(page.getTitleText()).isEqualTo("Best of 4 by detector · Prospector");
    assertThat(page.querySelectorAll("script").size()).isEqualTo(1);
    select(page, "category", "1" + HOSTILE);
    assertThat(ids(page)).hasSize(3).allMatch(id -> id.endsWith(HOSTILE + "#?%"));
    ((HtmlElement) page.querySelector("#results img")).click();
    assertThat(text(page, "#enlarged")).contains(HOSTILE);
    assertThat(page.getTitleText()).doesNotContain("taken");
  }

  @Test
  void everyPromptCanBeLinkedTo() throws IOException {
    HtmlPage page = page(SyntheticRun.shapes(40, 4));
    for (DomNode link : page.querySelectorAll(".card .id")) {
      String anchor = ((DomElement) link).getAttribute("href").substring(1);
      assertThat(page.getElementById(anchor).getTextContent()).contains(link.getTextContent());
    }
  }

  @Test
  void aLinkToACardThatIsNotLookedForShowsIt() throws IOException {
    HtmlPage page = page(SyntheticRun.shapes(40, 4));
    String anchor = page.querySelector(".card").getAttributes().getNamedItem("id").getNodeValue();
    for (int i = 0; i < 2; i++) { // the second time the page's address is that one already
      type(page, "shapes-39");
      assertThat(ids(page)).containsExactly("shapes-39");
      assertThat(page.getElementById("cards").hasAttribute("hidden")).isTrue();
      follow(page, "#" + anchor);
      assertThat(page.getElementById("cards").hasAttribute("hidden")).isFalse();
      assertThat(page.getElementById("results").hasAttribute("hidden")).isTrue();
      assertThat(((HtmlInput) page.getElementById("text")).getValue()).isEmpty();
    }
    type(page, "shapes-39");
    follow(
        page,
        page.querySelector("#results .id").getAttributes().getNamedItem("href").getNodeValue());
    assertThat(ids(page)).containsExactly("shapes-39");
  }

  private static void follow(HtmlPage page, String anchor) throws IOException {
    DomElement link = page.createElement("a");
    link.setAttribute("href", anchor);
    page.getBody().appendChild(link);
    link.click();
  }

  /** HtmlUnit does not hold scripts against the policy, so the hash is held here. */
  @Test
  void thePolicyAllowsTheScriptByItsHashAndNoOther() throws Exception {
    String page = Files.readString(written(SyntheticRun.shapes(3, 4)));
    Matcher script = Pattern.compile("<script>(.*?)</script>", Pattern.DOTALL).matcher(page);
    assertThat(script.find()).isTrue();
    assertThat(page).contains("script-src 'sha256-" + sha256(script.group(1)) + "';");
    assertThat(script.find()).isFalse();
  }

  private static String sha256(String text) throws NoSuchAlgorithmException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-256").digest(bytes));
  }

  private HtmlPage page(SyntheticRun run) throws IOException {
    return browser.getPage(written(run).toUri().toURL());
  }

  private java.nio.file.Path written(SyntheticRun run) throws IOException {
    RunDirectory written = run.write(directory);
    return java.nio.file.Path.of(Report.write(written, new Configuration()).toUri().getPath());
  }

  private static void type(HtmlPage page, String text) {
    HtmlInput input = (HtmlInput) page.getElementById("text");
    input.setValue(text);
    input.fireEvent("input");
  }

  private static void select(HtmlPage page, String id, String value) {
    HtmlSelect select = (HtmlSelect) page.getElementById(id);
    select.setSelectedAttribute(value, true);
    select.fireEvent("input");
  }

  private static void sort(HtmlPage page, String order) {
    HtmlSelect select = (HtmlSelect) page.getElementById("order");
    select(page, "order", select.getOptionByText(order).getValueAttribute());
  }

  private static List<Double> keys(HtmlPage page, String order) {
    HtmlSelect select = (HtmlSelect) page.getElementById("order");
    int at = Integer.parseInt(select.getOptionByText(order).getValueAttribute());
    return page.querySelectorAll("#results .card").stream()
        .map(card -> ((DomElement) card).getAttribute("data-keys").split(" ", -1)[at])
        .map(Double::valueOf)
        .toList();
  }

  private static List<String> prompts(HtmlPage page) {
    return texts(page, "#results .prompt");
  }

  private static List<String> ids(HtmlPage page) {
    return texts(page, "#results .id");
  }

  private static List<String> texts(HtmlPage page, String selector) {
    return page.querySelectorAll(selector).stream().map(DomNode::getTextContent).toList();
  }

  private static String text(HtmlPage page, String selector) {
    return page.querySelector(selector).getTextContent();
  }

  private static String attribute(HtmlPage page, String selector, String name) {
    return ((DomElement) page.querySelector(selector)).getAttribute(name);
  }
}
