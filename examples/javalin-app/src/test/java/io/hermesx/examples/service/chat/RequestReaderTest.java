// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.service.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.hermesx.core.json.JsonObject;
import io.hermesx.core.model.ChatMessage;
import io.hermesx.examples.service.http.Problem;
import io.hermesx.examples.service.http.ProblemException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RequestReaderTest {

  private static final String MESSAGES =
      "\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"a\"}]";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'n':2 | /n",
        "'n':0 | /n",
        "'n':1.5 | /n",
        "'audio':{} | /audio",
        "'modalities':['text','audio'] | /modalities",
        "'functions':[] | /functions",
        "'function_call':'auto' | /function_call",
        "'logprobs':true | /logprobs",
        "'top_logprobs':1 | /top_logprobs",
        "'prediction':{} | /prediction",
        "'web_search_options':{} | /web_search_options",
        "'store':true | /store",
        "'metadata':{} | /metadata",
        "'frobnicate':1 | /frobnicate",
        "'a/b':1 | /a~1b",
        "'stream':'yes' | /stream",
        "'stream':true,'stream_options':{'x':1} | /stream_options/x",
        "'max_tokens':0 | /max_tokens",
        "'max_tokens':1000001 | /max_tokens",
        "'max_tokens':1,'max_completion_tokens':1 | /max_tokens",
        "'temperature':3 | /temperature",
        "'temperature':'hot' | /temperature",
        "'top_p':-0.1 | /top_p",
        "'presence_penalty':2.1 | /presence_penalty",
        "'parallel_tool_calls':1 | /parallel_tool_calls",
        "'response_format':'json' | /response_format",
        "'user':7 | /user",
        "'tools':{} | /tools",
        "'tools':[7] | /tools/0",
        "'tools':[{'type':'retrieval'}] | /tools/0/type",
        "'tools':[{'type':'function'}] | /tools/0/function",
        "'tools':[{'function':{'name':'a b'}}] | /tools/0/function/name",
        "'tools':[{'function':{'name':'a','x':1}}] | /tools/0/function/x",
        "'tools':[{'function':{'name':'a','strict':1}}] | /tools/0/function/strict",
        "'tools':[{'function':{'name':'a','parameters':{'type':'nonsense'}}}] | /tools/0/function/parameters",
        "'tools':[{'function':{'name':'a'}},{'function':{'name':'a'}}] | /tools/1/function/name",
      })
  void field_thatIsNotSupported_isRefusedByItsPlace(String field, String pointer) {
    assertThat(place("{" + MESSAGES + "," + field.replace('\'', '"') + "}")).isEqualTo(pointer);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[] | /messages",
        "7 | /messages",
        "[7] | /messages/0",
        "[{'content':'a'}] | /messages/0/role",
        "[{'role':'function','content':'a','name':'x'}] | /messages/0/role",
        "[{'role':'user'}] | /messages/0/content",
        "[{'role':'user','content':null}] | /messages/0/content",
        "[{'role':'user','content':7}] | /messages/0/content",
        "[{'role':'user','content':'a','name':'bob'}] | /messages/0/name",
        "[{'role':'user','content':[{'type':'image_url','image_url':{'url':'data:'}}]}] | /messages/0/content/0/type",
        "[{'role':'user','content':[{'type':'text','text':'a'},{'type':'input_audio'}]}] | /messages/0/content/1/type",
        "[{'role':'user','content':[{'type':'text'}]}] | /messages/0/content/0/text",
        "[{'role':'user','content':[{'type':'text','text':'a','x':1}]}] | /messages/0/content/0/x",
        "[{'role':'assistant'}] | /messages/0/content",
        "[{'role':'assistant','content':'a','audio':{'id':'x'}}] | /messages/0/audio",
        "[{'role':'assistant','tool_calls':[{'id':'a'}]}] | /messages/0/tool_calls/0/function",
        "[{'role':'assistant','tool_calls':[{'id':'a b','function':{'name':'x','arguments':'{}'}}]}] | /messages/0/tool_calls/0/id",
        "[{'role':'assistant','tool_calls':[{'id':'a','function':{'name':'x','arguments':{}}}]}] | /messages/0/tool_calls/0/function/arguments",
        "[{'role':'assistant','tool_calls':[{'id':'a','type':'custom','function':{'name':'x','arguments':'{}'}}]}] | /messages/0/tool_calls/0/type",
        "[{'role':'tool','content':'a'}] | /messages/0/tool_call_id",
      })
  void message_thatIsNotSupported_isRefusedByItsPlace(String messages, String pointer) {
    assertThat(place("{\"model\":\"m\",\"messages\":" + messages.replace('\'', '"') + "}"))
        .isEqualTo(pointer);
  }

  @Test
  void everyPassedField_goesUpstreamAsItIs_andNullsCountAsMissing() {
    String options =
        """
        "temperature":0.5,"top_p":1,"presence_penalty":-2,"frequency_penalty":2,"stop":["a"],"seed":7,
        "response_format":{"type":"json_object"},"logit_bias":{"1":2},"tool_choice":"auto",
        "parallel_tool_calls":false,"reasoning_effort":"low","verbosity":"low","user":"u",
        "safety_identifier":"s","prompt_cache_key":"k","service_tier":"auto"
        """;
    ChatRequest request =
        read("{" + MESSAGES + "," + options + ",\"n\":1,\"logprobs\":false,\"store\":null}");
    assertThat(request.options()).isEqualTo(JsonObject.parseObject("{" + options + "}"));
    assertThat(request.options().keys()).containsExactlyInAnyOrderElementsOf(RequestReader.PASSED);
    assertThat(read("{" + MESSAGES + ",\"seed\":null,\"tools\":null}").options().size()).isZero();
  }

  @Test
  void defaults_areStated() {
    ChatRequest request = read("{" + MESSAGES + "}");
    assertThat(request.maxOutputTokens()).isEqualTo(4_096);
    assertThat(request.delivery()).isEqualTo(ChatRequest.Delivery.WHOLE);
    assertThat(request.messages()).containsExactly(ChatMessage.user("a"));
    assertThat(read("{" + MESSAGES + ",\"max_completion_tokens\":9}").maxOutputTokens())
        .isEqualTo(9);
    assertThat(read("{" + MESSAGES + ",\"stream\":true}").delivery())
        .isEqualTo(ChatRequest.Delivery.STREAMED);
  }

  private static ChatRequest read(String body) {
    return RequestReader.read(JsonObject.parseObject(body));
  }

  private static String place(String body) {
    ProblemException e = catchThrowableOfType(ProblemException.class, () -> read(body));
    assertThat(e).isNotNull();
    Problem problem = e.problem();
    assertThat(problem.status()).isEqualTo(400);
    assertThat(problem.errors()).hasSize(1);
    return problem.errors().get(0).pointer();
  }
}
