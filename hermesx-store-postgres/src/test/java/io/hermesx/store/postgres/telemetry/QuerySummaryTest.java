// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a statement is called in a trace. */
class QuerySummaryTest {

  private static final String CONTEXT =
      "select set_config('hermesx.tenant', ?, true), hermesx.clock(); ";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          select a from hermesx.sessions where b = ?                    | select hermesx.sessions
          select "a" from "hermesx"."sessions" where "b" = ?            | select hermesx.sessions
          select a from hermesx.b join hermesx.c on b.x = c.x           | select hermesx.b hermesx.c
          select a from hermesx.b where exists (select from hermesx.b)  | select hermesx.b
          insert into hermesx.b (c) values (?) on conflict do nothing   | insert hermesx.b
          insert into hermesx.b (c) values (?) on conflict (c) do update set c = ? | insert hermesx.b
          insert into hermesx.b select ? from hermesx.c                 | insert hermesx.b select hermesx.c
          update hermesx.b set c = hermesx.clock() where d = ?          | update hermesx.b
          delete from hermesx.b using hermesx.c where b.c = c.c         | delete hermesx.b hermesx.c
          select a from hermesx.b for no key update of b                | select hermesx.b
          select a from hermesx.b for update skip locked                | select hermesx.b
          select hermesx.try_lease(?, ?, ?)                             | select hermesx.try_lease
          select hermesx.join_transaction(?)                            | select hermesx.join_transaction
          select hermesx.join_transaction(?); select a from hermesx.b   | select hermesx.b
          select a from hermesx.find_api_key(?); commit                 | select hermesx.find_api_key commit
          select pg_advisory_xact_lock(hashtextextended(?, 0))          | select pg_advisory_xact_lock
          select 1 / 0                                                  | select
          select count(*) from unnest(?)                                | select
          select 'from hermesx.x', b from hermesx.c -- from hermesx.d   | select hermesx.c
          select b /* from hermesx.d */ from hermesx.c                  | select hermesx.c
          with a as (update hermesx.b set c = ? returning d) select d from a | update hermesx.b
          with a as (update hermesx.b set c = ?) insert into hermesx.d select e from a | update hermesx.b insert hermesx.d
          /* hermesx reserve */ with a as (select b from hermesx.c) select d | hermesx reserve
          commit                                                        | commit
          do $$ begin perform 1; end $$                                 | postgresql
          """)
  void summary_statement_namesOperationsAndTargets(String sql, String summary) {
    assertThat(QuerySummary.of(sql).text()).isEqualTo(summary);
    assertThat(QuerySummary.of(CONTEXT + sql).text()).isEqualTo(summary);
  }

  @Test
  void summary_contextAlone_isCalledByItsFunction() {
    QuerySummary query = QuerySummary.of(CONTEXT.substring(0, CONTEXT.length() - 2));

    assertThat(query.text()).isEqualTo("select set_config");
    assertThat(query.function()).isEqualTo("set_config");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          select a from hermesx.b                        | select  | hermesx.b |
          insert into hermesx.b (c) values (?)           | insert  | hermesx.b |
          insert into hermesx.b select ? from hermesx.c  |         |           |
          select a from hermesx.b, x join hermesx.c on d | select  |           |
          select hermesx.f(?)                            | select  |           | hermesx.f
          select a from hermesx.f(?); commit             |         |           | hermesx.f
          update hermesx.b set c = ?                     | update  | hermesx.b |
          /* hermesx roll */ update hermesx.b set c = ?  | roll    |           |
          """)
  void parts_onlyOne_areToldByThemselves(
      String sql, String operation, String table, String function) {
    QuerySummary query = QuerySummary.of(sql);

    assertThat(query.operation()).isEqualTo(operation);
    assertThat(query.table()).isEqualTo(table);
    assertThat(query.function()).isEqualTo(function);
  }

  @Test
  void summary_ofManyTables_endsBehindAWholeName() {
    StringBuilder sql = new StringBuilder("select a from hermesx.table_number_0");
    for (int i = 1; i < 40; i++) {
      sql.append(" join hermesx.table_number_").append(i).append(" using (a)");
    }

    String summary = QuerySummary.of(sql.toString()).text();

    assertThat(summary).hasSizeBetween(220, 255).matches(".* hermesx\\.table_number_\\d\\d?");
  }

  @Test
  void summary_statementOfAFile_goesByTheFile() {
    assertThat(QuerySummary.of(QuerySummary.tag("extend_lock") + "select 1").text())
        .isEqualTo("hermesx extend_lock");
  }
}
