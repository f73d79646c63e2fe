package org.moorage.manager.link;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.moorage.agentlink.AgentLink;
import org.moorage.agentlink.CataloguedVersion;
import org.moorage.agentlink.EdgeReport;
import org.moorage.agentlink.EventBatch;
import org.moorage.agentlink.Hello;
import org.moorage.agentlink.Resolve;
import org.moorage.manager.Rejection;
import org.moorage.manager.association.Ingestion;
import org.moorage.manager.association.Ledger;
import org.moorage.manager.catalogue.Catalogue;
import org.moorage.manager.edge.EdgeRegistry;
import org.moorage.manager.edge.EdgeReports;
import org.moorage.protocol.vdp.VsiTypeId;
import org.moorage.protocol.vdp.VsiTypeVersion;
import org.springframework.dao.DataAccessException;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.TransactionException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** What agents post: hello, events, questions, reports. */
@RestController
class LinkController {

  private static final int WAIT_SECONDS = 20;
  private static final int RETRY_SECONDS = 2;

  private final LinkBody body;
  private final LinkLimits limits;
  private final EdgeRegistry edges;
  private final Ledger ledger;
  private final Ingestion ingestion;
  private final EdgeReports reports;
  private final Catalogue catalogue;
  private final JdbcClient database;
  private final InstantSource clock;

  LinkController(
      LinkBody body,
      LinkLimits limits,
      EdgeRegistry edges,
      Ledger ledger,
      Ingestion ingestion,
      EdgeReports reports,
      Catalogue catalogue,
      JdbcClient database,
      InstantSource clock) {
    this.body = body;
    this.limits = limits;
    this.edges = edges;
    this.ledger = ledger;
    this.ingestion = ingestion;
    this.reports = reports;
    this.catalogue = catalogue;
    this.database = database;
    this.clock = clock;
  }

  @PostMapping(AgentLink.HELLO)
  @Operation(
      requestBody =
          @RequestBody(content = @Content(schema = @Schema(implementation = Hello.class))))
  Hello.Welcome hello(HttpServletRequest request) throws IOException {
    return body.read(
        request,
        Hello.class,
        hello -> {
          limits.admit();
          LinkChecks.check(hello);
          return new Hello.Welcome(edges.hello(hello), catalogue.revision());
        });
  }

  @PostMapping(AgentLink.EVENTS)
  @Operation(
      requestBody =
          @RequestBody(content = @Content(schema = @Schema(implementation = EventBatch.class))))
  EventBatch.Kept events(HttpServletRequest request) throws IOException {
    Instant received = clock.instant();
    return body.read(
        request,
        EventBatch.class,
        batch -> {
          LinkChecks.check(batch);
          limits.admit(batch.identity(), batch.events().size());
          return new EventBatch.Kept(kept(ingestion.take(batch, received)));
        });
  }

  @PostMapping(AgentLink.RESOLVE)
  @Operation(
      requestBody =
          @RequestBody(content = @Content(schema = @Schema(implementation = Resolve.class))))
  CataloguedVersion resolve(HttpServletRequest request) throws IOException {
    return body.read(
        request,
        Resolve.class,
        asked -> {
          limits.admit();
          try {
            VsiTypeId type = new VsiTypeId(asked.typeId());
            VsiTypeVersion version = new VsiTypeVersion(asked.version());
            return catalogue.find(type, version).orElseThrow(() -> unknown(type, version));
          } catch (IllegalArgumentException e) {
            throw Rejection.bad("typeId", String.valueOf(e.getMessage()));
          }
        });
  }

  @PostMapping(AgentLink.REPORT)
  @Operation(
      requestBody =
          @RequestBody(content = @Content(schema = @Schema(implementation = EdgeReport.class))))
  void report(HttpServletRequest request) throws IOException {
    body.read(
        request,
        EdgeReport.class,
        report -> {
          LinkChecks.check(report);
          limits.admit(report.identity(), 0);
          if (!ledger.knows(report.identity())) {
            throw Rejection.conflict("hello-first", "this edge is not known here; say hello first");
          }
          reports.take(report);
          return report;
        });
  }

  /** Without its database a manager cannot say anything for sure. */
  @ExceptionHandler({DataAccessException.class, TransactionException.class})
  ResponseEntity<Map<String, Object>> databaseAway(RuntimeException gone) {
    return Rejection.unavailable(RETRY_SECONDS, "the manager's database is away; ask again")
        .answer();
  }

  private Rejection unknown(VsiTypeId type, VsiTypeVersion version) {
    List<String> known =
        database
            .sql(
                "select t.name || '/' || v.number || ' (' || v.state || ')' from vsi_type_version v"
                    + " join vsi_type t on t.type_id = v.type_id"
                    + " where v.type_id = ? order by v.number")
            .param(type.value())
            .query((row, number) -> row.getString(1))
            .list();
    return Rejection.notFound(
        known.isEmpty()
            ? "there is no VSI type " + type + " in the catalogue"
            : "VSI type "
                + type
                + " has no released version "
                + version
                + "; it has "
                + String.join(", ", known));
  }

  private static long kept(CompletableFuture<Long> kept) {
    try {
      return kept.get(WAIT_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof Rejection rejection) {
        throw rejection;
      }
      throw new IllegalStateException(failed.getCause());
    } catch (TimeoutException slow) {
      throw Rejection.unavailable(RETRY_SECONDS, "the database is slow; send the events again");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Rejection.unavailable(RETRY_SECONDS, "the manager is ending; send the events again");
    }
  }
}
