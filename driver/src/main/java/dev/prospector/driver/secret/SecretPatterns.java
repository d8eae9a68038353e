package dev.prospector.driver.secret;

import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Secrets that a text shows by its form, whoever wrote it: in URIs, assignments and headers. A text
 * may be a whole file, so no pattern starts anew at every letter of what it has been over.
 */
final class SecretPatterns {
  /** Of a word, in which the user of a URI may stand. */
  private static final Pattern TO_THE_LAST_AT = Pattern.compile("(?<![^\\s\"'<>])[^\\s\"'<>]*@");

  /** A password may hold a slash; what comes after a colon and is no port is taken for one. */
  private static final Pattern USER_INFO =
      Pattern.compile(
          "(?<![a-zA-Z0-9+.-])[0-9+.-]*+([a-zA-Z][a-zA-Z0-9+.-]*+)://([^/?#\\s\"'<>]*"
              + "|[^/?#\\s\"'<>:@]*:(?!\\d*[/?#])[^\\s\"'<>]*)@");

  /** Where a URI names a container before the {@code @}, and not a user. */
  private static final Pattern CONTAINERS = Pattern.compile("abfss?|wasbs?");

  private static final Pattern SIGNATURE =
      Pattern.compile(
          "(?i)[?&;](?=[^=&#?;\\s\"'<>]*+=[^&#\\s\"'<>])(?:[^=&#?;\\s\"'<>]*"
              + "(?:signature|access-?(?:key-?)?id|key|secret|token|password|credential|auth)"
              + "[^=&#?;\\s\"'<>]*|sig)=([^&#\\s\"'<>]+)");

  /** To the next blank or quote: better too much than half a password. */
  private static final Pattern ASSIGNMENT =
      Pattern.compile("(?<![\\w.-])([\\w.-]++)=(\"[^\"]*\"|[^\\s\"']+)");

  private static final Pattern HEADER =
      Pattern.compile(
          "(?:(?i:authorization)\"?\\s*:\\s*\"?(?:(?i:bearer|basic)\\s+)?|\\bBearer\\s+)([^\\s\"',]+)");

  private SecretPatterns() {}

  /** The text with {@link Redaction#WORD} for what must not be seen. */
  static String hide(String text, SecretNames names) {
    String shown = TO_THE_LAST_AT.matcher(text).replaceAll(SecretPatterns::withoutUsers);
    shown = SIGNATURE.matcher(shown).replaceAll(found -> without(found, 1));
    shown = HEADER.matcher(shown).replaceAll(found -> without(found, 1));
    return ASSIGNMENT
        .matcher(shown)
        .replaceAll(
            found ->
                assigns(found, names)
                    ? without(found, 2)
                    : Matcher.quoteReplacement(found.group()));
  }

  /** The user of a URI and the password alone, in case somebody takes the URI apart. */
  static Iterable<String> userInfos(String text) {
    return TO_THE_LAST_AT
        .matcher(text)
        .results()
        .flatMap(word -> USER_INFO.matcher(word.group()).results())
        .filter(found -> !isContainer(found))
        .map(found -> found.group(2))
        .map(user -> user.substring(user.indexOf(':') + 1))
        .toList();
  }

  /** The values of a URI's signature. */
  static Iterable<String> signatures(String text) {
    return SIGNATURE.matcher(text).results().map(found -> found.group(1)).toList();
  }

  private static String withoutUsers(MatchResult word) {
    return Matcher.quoteReplacement(
        USER_INFO.matcher(word.group()).replaceAll(SecretPatterns::withoutUser));
  }

  private static String withoutUser(MatchResult found) {
    return isContainer(found) ? Matcher.quoteReplacement(found.group()) : without(found, 2);
  }

  private static boolean isContainer(MatchResult found) {
    return CONTAINERS.matcher(found.group(1)).matches() && !found.group(2).contains(":");
  }

  /** The form that messages show, {@code key=value}, is not one. */
  private static boolean assigns(MatchResult found, SecretNames names) {
    String name = found.group(1);
    return !name.equalsIgnoreCase("key")
        && names.isSecret(name)
        && !names.refers(name, found.group(2));
  }

  private static String without(MatchResult found, int group) {
    String all = found.group();
    int start = found.start(group) - found.start();
    int end = found.end(group) - found.start();
    return Matcher.quoteReplacement(all.substring(0, start) + Redaction.WORD + all.substring(end));
  }
}
