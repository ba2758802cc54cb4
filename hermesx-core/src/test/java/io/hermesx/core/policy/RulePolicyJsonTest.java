// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.policy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hermesx.core.json.JsonSyntaxException;
import io.hermesx.core.tool.ToolEffect;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rules as JSON: everything can be said, and nothing unknown is skipped. */
class RulePolicyJsonTest {

  private static final String FULL =
      """
      {"v":1,"rules":[
        {"id":"a","effect":"allow","tools":["orders.*","refund"],"operations":["tool_invoke"],
         "principals":["user:alice"],"roles":["support"],"agents":["agent:triage"],
         "toolEffects":["pure","side_effect"],"dataClasses":["public"],
         "withoutSignals":["injection"],
         "when":[
           {"at":"/a","equalTo":"EUR"},{"at":"/b","equalTo":5},{"at":"/c","equalTo":true},
           {"at":"/d","oneOf":["x","y"]},{"at":"/e","oneOf":[1,2.5],"not":true},
           {"at":"/f","greaterThan":1},{"at":"/g","atLeast":1},{"at":"/h","lessThan":1e3},
           {"at":"/i","atMost":-1},{"at":"/j","startsWith":"INV-"},{"at":"/k","exists":true},
           {"at":"/l","exists":false},{"at":"/m","hostEquals":"api.example.com"},
           {"at":"/n","hostUnder":"example.com"},{"at":"/o","pathUnder":"/srv/reports"}]},
        {"id":"b","effect":"require_sandbox","tools":["py.*"]},
        {"id":"c","effect":"require_approval","models":["*"],"signals":["secret"]},
        {"id":"d","effect":"deny","approvals":["*"]}]}
      """;

  private static RulePolicy built() {
    return RulePolicy.of(
        Rule.deny("d").approvals(),
        Rule.requireApproval("c").model("*").signal("secret"),
        Rule.requireSandbox("b").tool("py.*"),
        Rule.allow("a")
            .tool("refund", "orders.*")
            .only(Operation.TOOL_INVOKE)
            .principal("user:alice")
            .role("support")
            .agent("agent:triage")
            .toolEffect(ToolEffect.SIDE_EFFECT, ToolEffect.PURE)
            .dataClass("public")
            .withoutSignal("injection")
            .when(
                Argument.at("/a").equalTo("EUR"),
                Argument.at("/b").equalTo(5),
                Argument.at("/c").equalTo(true),
                Argument.at("/d").oneOf("x", "y"),
                Argument.at("/e").oneOf(1, 2.5).not(),
                Argument.at("/f").greaterThan(1),
                Argument.at("/g").atLeast(1),
                Argument.at("/h").lessThan(1000),
                Argument.at("/i").atMost(-1),
                Argument.at("/j").startsWith("INV-"),
                Argument.at("/k").exists(),
                Argument.at("/l").absent(),
                Argument.at("/m").hostEquals("api.example.com"),
                Argument.at("/n").hostUnder("example.com"),
                Argument.at("/o").pathUnder("/srv/reports")));
  }

  @Test
  void parse_everyMember_isTheRuleWrittenInJava() {
    RulePolicy parsed = RulePolicy.parse(FULL);

    assertThat(parsed.rules()).isEqualTo(built().rules());
    assertThat(parsed.version()).isEqualTo(built().version());
    assertThat(parsed).hasToString("RulePolicy[" + parsed.version() + ", 4 rules]");
  }

  @Test
  void toJson_isReadBackToTheSame() {
    RulePolicy parsed = RulePolicy.parse(FULL);

    assertThat(RulePolicy.parse(parsed.toJson()).toJson()).isEqualTo(parsed.toJson());
    assertThat(RulePolicy.parse(parsed.toJson()).rules()).isEqualTo(parsed.rules());
    assertThat(RulePolicy.denyAll().toJson()).isEqualTo("{\"v\":1,\"rules\":[]}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          [] | '' | not an object
          {"rules":[]} | '' | the member v is missing
          {"v":2,"rules":[]} | /v | not a known format, allowed: 1
          {"v":"1","rules":[]} | /v | not a known format
          {"v":1} | '' | the member rules is missing
          {"v":1,"rules":{}} | /rules | not an array
          {"v":1,"rules":[],"rule":[]} | /rule | not known, allowed: rules, v
          {"v":1,"rules":[5]} | /rules/0 | not an object
          {"v":1,"rules":[{"effect":"deny","tools":["x"]}]} | /rules/0 | the member id is missing
          {"v":1,"rules":[{"id":"a","tools":["x"]}]} | /rules/0 | the member effect is missing
          {"v":1,"rules":[{"id":7,"effect":"deny","tools":["x"]}]} | /rules/0/id | not a string
          {"v":1,"rules":[{"id":"a b","effect":"deny","tools":["x"]}]} | /rules/0/id | character at index 1
          {"v":1,"rules":[{"id":"a","effect":"Allow","tools":["x"]}]} | /rules/0/effect | allowed: allow, require_sandbox, require_approval, deny
          {"v":1,"rules":[{"id":"a","effect":"deny"}]} | /rules/0 | it does not say what it is about
          {"v":1,"rules":[{"id":"a","effect":"deny","tools":[]}]} | /rules/0/tools | 0 words, allowed: 1 to 100
          {"v":1,"rules":[{"id":"a","effect":"deny","tools":"x"}]} | /rules/0/tools | not an array
          {"v":1,"rules":[{"id":"a","effect":"deny","tools":null}]} | /rules/0/tools | not an array
          {"v":1,"rules":[{"id":"a","effect":"deny","tools":["x",5]}]} | /rules/0/tools/1 | not a string
          {"v":1,"rules":[{"id":"a","effect":"deny","tools":["a*b"]}]} | /rules/0/tools | has a * at index 1
          {"v":1,"rules":[{"id":"a","effect":"deny","tools":["x"],"role":["r"]}]} | /rules/0/role | not known, allowed: agents, approvals
          {"v":1,"rules":[{"id":"a","effect":"deny","tools":["x"],"bad name":1}]} | /rules/0 | not known
          {"v":1,"rules":[{"id":"a","effect":"deny","tools":["x"],"models":["m"]}]} | /rules/0/models | about tools and models
          {"v":1,"rules":[{"id":"a","effect":"allow","tools":["x"],"signals":["s"]}]} | /rules/0/signals | a signal never permits
          {"v":1,"rules":[{"id":"a","effect":"deny","tools":["x"],"operations":["model_chat"]}]} | /rules/0 | no operation on its tools
          {"v":1,"rules":[{"id":"a","effect":"deny","tools":["x"],"operations":["TOOL_LIST"]}]} | /rules/0/operations | allowed: tool_invoke
          {"v":1,"rules":[{"id":"a","effect":"deny","tools":["x"],"toolEffects":["PURE"]}]} | /rules/0/toolEffects | allowed: pure
          {"v":1,"rules":[{"id":"a","effect":"deny","tools":["x"],"when":[]}]} | /rules/0/when | 0 conditions
          {"v":1,"rules":[{"id":"a","effect":"deny","tools":["x"],"when":[{"at":"/x"}]}]} | /rules/0/when/0 | 0 comparisons, allowed: one of atLeast
          {"v":1,"rules":[{"id":"a","effect":"deny","tools":["x"],"when":[{"at":"/x","atMost":1,"atLeast":0}]}]} | /rules/0/when/0 | 2 comparisons
          {"v":1,"rules":[{"id":"a","effect":"deny","tools":["x"],"when":[{"exists":true}]}]} | /rules/0/when/0 | the member at is missing
          {"v":1,"rules":[{"id":"a","effect":"deny","tools":["x"],"when":[{"at":"x","exists":true}]}]} | /rules/0/when/0/at | does not start with /
          {"v":1,"rules":[{"id":"a","effect":"deny","tools":["x"],"when":[{"at":"/x","exists":1}]}]} | /rules/0/when/0/exists | not a boolean
          {"v":1,"rules":[{"id":"a","effect":"deny","tools":["x"],"when":[{"at":"/x","exists":true,"not":"yes"}]}]} | /rules/0/when/0/not | not a boolean
          {"v":1,"rules":[{"id":"a","effect":"deny","tools":["x"],"when":[{"at":"/x","matches":".*"}]}]} | /rules/0/when/0/matches | not known, allowed: at, atLeast
          {"v":1,"rules":[{"id":"a","effect":"deny","tools":["x"],"when":[{"at":"/x","greaterThan":"5"}]}]} | /rules/0/when/0/greaterThan | not a number
          {"v":1,"rules":[{"id":"a","effect":"deny","tools":["x"],"when":[{"at":"/x","equalTo":null}]}]} | /rules/0/when/0/equalTo | several kinds
          {"v":1,"rules":[{"id":"a","effect":"deny","tools":["x"],"when":[{"at":"/x","oneOf":["a",1]}]}]} | /rules/0/when/0/oneOf | several kinds
          {"v":1,"rules":[{"id":"a","effect":"deny","tools":["x"],"when":[{"at":"/x","oneOf":[]}]}]} | /rules/0/when/0/oneOf | 0 values
          {"v":1,"rules":[{"id":"a","effect":"deny","tools":["x"],"when":[{"at":"/x","oneOf":[["a"]]}]}]} | /rules/0/when/0/oneOf | several kinds
          {"v":1,"rules":[{"id":"a","effect":"deny","tools":["x"],"when":[{"at":"/x","pathUnder":"a"}]}]} | /rules/0/when/0/pathUnder | not a plain path
          {"v":1,"rules":[{"id":"a","effect":"deny","tools":["x"]},{"id":"a","effect":"allow","tools":["x"]}]} | /rules/1/id | an earlier rule has this id
          """)
  void parse_whatIsNoPolicy_isRefusedWithThePlace(String json, String pointer, String message) {
    assertThatThrownBy(() -> RulePolicy.parse(json))
        .isInstanceOfSatisfying(
            PolicySyntaxException.class,
            e -> assertThat(e.pointer()).isEqualTo(pointer.equals("''") ? "" : pointer))
        .hasMessageStartingWith("policy refused at ")
        .hasMessageContaining(message);
  }

  @Test
  void parse_textThatIsNoJson_isRefused() {
    assertThatThrownBy(() -> RulePolicy.parse("{\"v\":1,\"v\":1,\"rules\":[]}"))
        .isInstanceOf(JsonSyntaxException.class);
    assertThatThrownBy(() -> RulePolicy.parse(" ".repeat((4 << 20) + 1)))
        .isInstanceOf(JsonSyntaxException.class);
  }

  @Test
  void parse_moreThanAThousandRules_isRefusedBeforeTheyAreRead() {
    String json = "{\"v\":1,\"rules\":[" + "7,".repeat(1_000) + "7]}";

    assertThatThrownBy(() -> RulePolicy.parse(json))
        .hasMessage("policy refused at /rules: 1001 rules, allowed: 0 to 1000");
  }

  @Test
  void documentation_itsPolicies_areTheOnesTested() throws IOException {
    String page = Files.readString(Path.of("..", "docs", "reference", "policy-rules.md"), UTF_8);
    List<RulePolicy> policies =
        Pattern.compile("```json\\R(.*?)```", Pattern.DOTALL)
            .matcher(page)
            .results()
            .map(block -> RulePolicy.parse(block.group(1)))
            .toList();

    assertThat(policies)
        .extracting(RulePolicy::version)
        .containsExactly(RulePolicyTest.README.version(), AgentMatrixTest.MATRIX.version());
    for (RulePart part : RulePart.values()) {
      assertThat(page).contains("| `" + part.wireName() + "` |");
    }
    for (String comparison : ConditionReader.comparisons()) {
      assertThat(page).contains("`" + comparison + "`");
    }
  }
}
