package org.moorage.manager.console;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.commonmark.Extension;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.ext.heading.anchor.HeadingAnchorExtension;
import org.commonmark.ext.heading.anchor.IdGenerator;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Code;
import org.commonmark.node.Heading;
import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.node.SoftLineBreak;
import org.commonmark.node.Text;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.stereotype.Component;

/**
 * The documentation that comes with the program: {@code web/docs}, read once when somebody first
 * opens it. HTML inside the text is shown as text.
 */
@Component
class Library {

  private static final String WHERE = "classpath*:web/docs/**/*";
  private static final Pattern INSIDE = Pattern.compile(".*/web/docs/");
  private static final List<Extension> EXTENSIONS =
      List.of(TablesExtension.create(), HeadingAnchorExtension.create());

  /**
   * A page.
   *
   * @param path under {@code /docs/}, without an ending
   * @param title its first heading
   * @param headings all of them, with their anchors
   * @param html of the text
   */
  record Document(String path, String title, List<Section> headings, String html) {

    /** Pages in a folder stand one step further in. */
    public boolean nested() {
      return path.contains("/");
    }
  }

  /** A heading of a page. */
  record Section(int level, String title, String anchor) {}

  /** Where a search found its words. */
  record Hit(String path, String anchor, String title, String document) {}

  private record Shelf(Map<String, Document> documents, Map<String, byte[]> images) {}

  private volatile @Nullable Shelf shelf;

  /** All pages, as they are to be read. */
  List<Document> all() {
    return List.copyOf(shelf().documents().values());
  }

  Optional<Document> document(String path) {
    return Optional.ofNullable(shelf().documents().get(path));
  }

  /** What a link to a folder leads to. */
  Optional<Document> firstIn(String folder) {
    return all().stream().filter(page -> page.path().startsWith(folder + "/")).findFirst();
  }

  /** An SVG or PNG that lies among the pages. */
  Optional<byte[]> image(String path) {
    return Optional.ofNullable(shelf().images().get(path));
  }

  /** Headings that hold every word. */
  List<Hit> search(String words, int most) {
    String[] wanted = words.toLowerCase(Locale.ROOT).strip().split("\\s+");
    List<Hit> hits = new ArrayList<>();
    for (Document document : all()) {
      for (Section section : document.headings()) {
        String title = (section.title() + " " + document.title()).toLowerCase(Locale.ROOT);
        boolean holdsAll = true;
        for (String word : wanted) {
          holdsAll &= title.contains(word);
        }
        if (holdsAll && hits.size() < most) {
          hits.add(new Hit(document.path(), section.anchor(), section.title(), document.title()));
        }
      }
    }
    return hits;
  }

  private Shelf shelf() {
    Shelf known = shelf;
    if (known == null) {
      known = read();
      shelf = known;
    }
    return known;
  }

  private static Shelf read() {
    Map<String, Document> documents = new TreeMap<>(order());
    Map<String, byte[]> images = new TreeMap<>();
    try {
      for (Resource resource : new PathMatchingResourcePatternResolver().getResources(WHERE)) {
        String path = INSIDE.matcher(resource.getURL().toString()).replaceFirst("");
        if (path.endsWith(".md")) {
          String name = path.substring(0, path.length() - 3);
          documents.put(name, document(name, resource.getContentAsString(StandardCharsets.UTF_8)));
        } else if (path.endsWith(".svg") || path.endsWith(".png")) {
          images.put(path, resource.getContentAsByteArray());
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Shelf(documents, images);
  }

  /** Numbered pages first, a folder behind the page of its name, its README before the rest. */
  private static Comparator<String> order() {
    return Comparator.comparing(path -> path.replaceFirst("(^|/)README$", "$1 "));
  }

  private static Document document(String name, String text) {
    Node root = Parser.builder().extensions(EXTENSIONS).build().parse(text);
    root.accept(new Targets(name));
    String html =
        HtmlRenderer.builder()
            .extensions(EXTENSIONS)
            .escapeHtml(true)
            .sanitizeUrls(true)
            .attributeProviderFactory(context ->
                (node, tag, attributes) -> {
                  if (tag.equals("table")) {
                    attributes.put("class", "table");
                  }
                  if (tag.equals("th") || tag.equals("td")) {
                    if ("right".equals(attributes.remove("align"))) {
                      attributes.put("class", "num");
                    }
                  }
                })
            .build()
            .render(root);
    Headings headings = new Headings();
    root.accept(headings);
    String title = headings.found.isEmpty() ? name : headings.found.getFirst().title();
    return new Document(name, title, List.copyOf(headings.found), html);
  }

  /** Links between files become links between pages; images come from here or not at all. */
  private static final class Targets extends AbstractVisitor {

    private final String folder;

    Targets(String name) {
      folder = name.contains("/") ? name.substring(0, name.lastIndexOf('/') + 1) : "";
    }

    @Override
    public void visit(Link link) {
      String target = link.getDestination();
      if (!target.matches("[a-z]+:.*") && !target.startsWith("#")) {
        link.setDestination(page(target));
      }
      visitChildren(link);
    }

    @Override
    public void visit(Image image) {
      String target = image.getDestination();
      image.setDestination(target.contains(":") ? "" : resolved(target));
      visitChildren(image);
    }

    private String page(String target) {
      String[] parts = target.split("#", 2);
      String path = resolved(parts[0]);
      String anchor = parts.length == 2 ? "#" + parts[1] : "";
      return (path.endsWith(".md") ? path.substring(0, path.length() - 3) : path) + anchor;
    }

    private String resolved(String target) {
      String path = URI.create("/docs/" + folder).resolve(target).getPath();
      return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }
  }

  private static final class Headings extends AbstractVisitor {

    private final List<Section> found = new ArrayList<>();
    private final IdGenerator ids = IdGenerator.builder().build();

    @Override
    public void visit(Heading heading) {
      StringBuilder words = new StringBuilder();
      heading.accept(
          new AbstractVisitor() {
            @Override
            public void visit(Heading inner) {
              visitChildren(inner);
            }

            @Override
            public void visit(Text text) {
              words.append(text.getLiteral());
            }

            @Override
            public void visit(Code code) {
              words.append(code.getLiteral());
            }

            @Override
            public void visit(SoftLineBreak lineBreak) {
              words.append('\n');
            }
          });
      String title = words.toString();
      String anchor = ids.generateId(title.strip().toLowerCase(Locale.ROOT));
      found.add(new Section(heading.getLevel(), title, anchor));
    }
  }
}
