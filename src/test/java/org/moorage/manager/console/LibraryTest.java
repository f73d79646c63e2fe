package org.moorage.manager.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class LibraryTest {

  private final Library library = new Library();

  @Test
  void theIntroductionComesFirst() {
    assertThat(library.all().getFirst().path()).isEqualTo("00-introduction");
    assertThat(library.all()).extracting(Library.Document::title).doesNotContain("");
  }

  @Test
  void everyLinkAndImageOfEveryPageLeadsSomewhere() {
    Set<String> known =
        library.all().stream().map(page -> "/docs/" + page.path()).collect(Collectors.toSet());
    for (Library.Document page : library.all()) {
      Pattern.compile("(?:href|src)=\"(/docs/[^\"#]*)")
          .matcher(page.html())
          .results()
          .map(found -> found.group(1))
          .forEach(target ->
              assertThat(
                      known.contains(target)
                          || library.firstIn(target.substring("/docs/".length())).isPresent()
                          || library.image(target.substring("/docs/".length())).isPresent())
                  .as(page.path() + " -> " + target)
                  .isTrue());
      for (Library.Section section : page.headings()) {
        assertThat(page.html()).contains("id=\"" + section.anchor() + "\"");
      }
    }
  }

  @Test
  void aSearchFindsHeadingsByTheirWords() {
    assertThat(library.search("first lab", 10)).isNotEmpty();
    assertThat(library.search("no such heading anywhere", 10)).isEmpty();
  }
}
