/** The whole table. */
import type { ParityCase } from '../case.ts'
import { sagemakerCases, sagemakerTextCases } from './sagemaker.ts'
import { snowflakeCases } from './snowflake.ts'
import { amazonHostCases, unheardCases } from './amazon-hosts.ts'
import { awsIdentityCases } from './aws-identity.ts'
import { bedrockCases } from './bedrock.ts'
import { bedrockAnswerCases } from './bedrock-answers.ts'
import { bedrockErrorCases } from './bedrock-errors.ts'
import { bedrockNameCases } from './bedrock-names.ts'
import { bedrockParameterCases } from './bedrock-parameters.ts'
import { bedrockClaudeCases } from './bedrock-claude.ts'
import { chatResponsesCases } from './chat-responses.ts'
import { chatResponsesRouteCases } from './chat-responses-routes.ts'
import { bedrockSettingCases } from './bedrock-settings.ts'
import { bedrockInvokedCases } from './bedrock-invoked.ts'
import { bedrockNovaCases } from './bedrock-nova.ts'
import { bedrockOpenAiCases } from './bedrock-openai.ts'
import { bedrockArnCases } from './bedrock-arns.ts'
import { bedrockCountCases } from './bedrock-counts.ts'
import { bedrockCompletionCases } from './bedrock-completions.ts'
import { bedrockBridgeCases } from './bedrock-bridges.ts'
import { bedrockOptionCases } from './bedrock-options.ts'
import { bedrockInvokedSettingCases } from './bedrock-invoked-settings.ts'
import { bedrockTextCases } from './bedrock-texts.ts'
import { bedrockTextStreamCases } from './bedrock-text-streams.ts'
import { cohereCases } from './cohere.ts'
import { bedrockEmbeddingCases } from './bedrock-embeddings.ts'
import { bedrockMessageCases } from './bedrock-messages.ts'
import { azureClaudeCases } from './azure-claude.ts'
import { azureCases } from './azure.ts'
import { azureEntraCases } from './azure-entra.ts'
import { compatibleCases } from './compatible.ts'
import { cloudCompletionCases } from './cloud-completions.ts'
import { completionCases } from './completions.ts'
import { countCases } from './counts.ts'
import { databricksClaudeCases } from './databricks-claude.ts'
import { declaredServerCases } from './declared-servers.ts'
import { embeddingCases } from './embeddings.ts'
import { moreEmbeddingCases } from './more-embeddings.ts'
import { edgeCases } from './edge-params.ts'
import { errorBodyCases } from './error-bodies.ts'
import { errorCases } from './errors.ts'
import { routeCases } from './exact-routes.ts'
import { fireworksCases } from './fireworks.ts'
import { formatCases } from './formats.ts'
import { geminiCachingCases } from './gemini-caching.ts'
import { geminiAnswerCases } from './gemini-answers.ts'
import { geminiStreamCases } from './gemini-streams.ts'
import { geminiCases } from './gemini.ts'
import { headerCases } from './headers.ts'
import { leavingCases } from './leaving.ts'
import { messagesApiCases } from './messages-api.ts'
import { listingCases } from './listings.ts'
import { messagesBridgeAnswerCases } from './messages-bridge-answers.ts'
import { messagesBridgeGeminiCases } from './messages-bridge-gemini.ts'
import { messagesBridgeResponsesCases } from './messages-bridge-responses.ts'
import { messagesHistoryCases } from './messages-history.ts'
import { messagesSecretCases } from './messages-secrets.ts'
import { messagesBridgeCases } from './messages-bridges.ts'
import { messagesContextCases } from './messages-context.ts'
import { messageCases } from './messages.ts'
import { moreNativeCases } from './more-natives.ts'
import { morePrefixCases } from './more-prefixes.ts'
import { nativeRouteCases } from './native-routes.ts'
import { nativeTroubleCases } from './native-troubles.ts'
import { nativeMessagesCases } from './native-messages.ts'
import { nativeResponsesCases } from './native-responses.ts'
import { nativeCases } from './natives.ts'
import { nativeEmbeddingCases } from './native-embeddings.ts'
import { historyCases } from './histories.ts'
import { oddAnswerCases } from './odd-answers.ts'
import { oddStreamCases } from './odd-streams.ts'
import { ollamaCases } from './ollama.ts'
import { otherRouteCases } from './other-routes.ts'
import { knowledgeCases } from './openai-knowledge.ts'
import { openaiStreamCases } from './openai-streams.ts'
import { openaiCases } from './openai.ts'
import { parameterCases } from './parameters.ts'
import { prefixCases } from './prefixes.ts'
import { proxyCases } from './proxy.ts'
import { randomAnswerCases } from './random-answers.ts'
import { randomCases, randomChatResponsesCases, randomElsewhereCases } from './random.ts'
import { randomMessagesCases } from './random-messages.ts'
import { randomResponsesCases } from './random-responses.ts'
import { recordedCases } from './recorded.ts'
import { remoteMediaCases } from './remote-media.ts'
import { responsesAnswerCases } from './responses-answers.ts'
import { responsesApiCases } from './responses-api.ts'
import { responseCases } from './responses.ts'
import { cooldownCases } from './router-cooldowns.ts'
import { cornerCases } from './router-corners.ts'
import { costCases } from './router-costs.ts'
import { fallbackCases } from './router-fallbacks.ts'
import { retryCases } from './router-retries.ts'
import { refusedCases, wildcardCases } from './router-wildcards.ts'
import { shapeCases } from './shapes.ts'
import { streamShapeCases } from './stream-shapes.ts'
import { responsesBridgeAnswerCases } from './responses-bridge-answers.ts'
import { responsesBridgeClaudeCases } from './responses-bridge-claude.ts'
import { unknownResponsesCases } from './responses-unknown.ts'
import { responsesBridgeCases } from './responses-bridges.ts'
import { streamCases } from './streaming.ts'
import { thinkingCases } from './thinking.ts'
import { toolCases } from './tools.ts'
import { vertexClaudeCases } from './vertex-claude.ts'
import { vertexCredentialCases } from './vertex-credentials.ts'
import { vertexEmbeddingCases } from './vertex-embeddings.ts'
import { vertexEndpointCases } from './vertex-endpoints.ts'
import { vertexErrorCases } from './vertex-errors.ts'
import { vertexGeminiCases } from './vertex-gemini.ts'
import { vertexMessagesCases } from './vertex-messages.ts'
import { vertexPartnerCases } from './vertex-partners.ts'

const seed = Number(process.env.CROSSFADE_PARITY_SEED ?? 1)
const random = Number(process.env.CROSSFADE_PARITY_RANDOM ?? 300)

export const cases: readonly ParityCase[] = [
  ...messageCases,
  ...toolCases,
  ...parameterCases,
  ...shapeCases,
  ...thinkingCases,
  ...formatCases,
  ...responseCases,
  ...streamCases,
  ...streamShapeCases,
  ...historyCases,
  ...oddStreamCases,
  ...oddAnswerCases,
  ...recordedCases,
  ...leavingCases,
  ...openaiCases,
  ...openaiStreamCases,
  ...chatResponsesCases,
  ...chatResponsesRouteCases,
  ...compatibleCases,
  ...amazonHostCases,
  ...sagemakerCases,
  ...sagemakerTextCases,
  ...snowflakeCases,
  ...unheardCases,
  ...awsIdentityCases,
  ...bedrockCases,
  ...bedrockParameterCases,
  ...bedrockNameCases,
  ...bedrockAnswerCases,
  ...bedrockErrorCases,
  ...bedrockSettingCases,
  ...bedrockCountCases,
  ...bedrockCompletionCases,
  ...bedrockTextCases,
  ...bedrockInvokedSettingCases,
  ...bedrockOptionCases,
  ...bedrockBridgeCases,
  ...bedrockArnCases,
  ...bedrockOpenAiCases,
  ...bedrockNovaCases,
  ...bedrockInvokedCases,
  ...bedrockTextStreamCases,
  ...bedrockClaudeCases,
  ...cohereCases,
  ...nativeCases,
  ...moreNativeCases,
  ...morePrefixCases,
  ...nativeRouteCases,
  ...nativeTroubleCases,
  ...otherRouteCases,
  ...fireworksCases,
  ...ollamaCases,
  ...prefixCases,
  ...bedrockMessageCases,
  ...bedrockEmbeddingCases,
  ...azureCases,
  ...azureEntraCases,
  ...azureClaudeCases,
  ...geminiCases,
  ...geminiAnswerCases,
  ...geminiStreamCases,
  ...embeddingCases,
  ...moreEmbeddingCases,
  ...nativeEmbeddingCases,
  ...completionCases,
  ...cloudCompletionCases,
  ...errorCases,
  ...errorBodyCases,
  ...edgeCases,
  ...headerCases,
  ...messagesApiCases,
  ...messagesHistoryCases,
  ...messagesBridgeCases,
  ...messagesSecretCases,
  ...messagesBridgeAnswerCases,
  ...messagesBridgeGeminiCases,
  ...messagesBridgeResponsesCases,
  ...messagesContextCases,
  ...nativeMessagesCases,
  ...declaredServerCases,
  ...databricksClaudeCases,
  ...nativeResponsesCases,
  ...responsesBridgeCases,
  ...unknownResponsesCases,
  ...responsesBridgeAnswerCases,
  ...responsesBridgeClaudeCases,
  ...proxyCases,
  ...countCases,
  ...knowledgeCases,
  ...routeCases,
  ...remoteMediaCases,
  ...geminiCachingCases,
  ...randomCases(seed, random),
  ...randomChatResponsesCases(seed, random / 5),
  ...randomElsewhereCases(seed, random),
  ...randomAnswerCases(seed, random),
  ...randomMessagesCases(seed, random),
  ...randomResponsesCases(seed, random),
  ...retryCases,
  ...fallbackCases,
  ...cornerCases,
  ...costCases,
  ...cooldownCases,
  ...wildcardCases,
  ...refusedCases,
  ...listingCases,
  ...vertexClaudeCases,
  ...vertexCredentialCases,
  ...vertexEmbeddingCases,
  ...vertexEndpointCases,
  ...vertexErrorCases,
  ...vertexGeminiCases,
  ...vertexMessagesCases,
  ...vertexPartnerCases,
  ...responsesApiCases,
  ...responsesAnswerCases,
]
