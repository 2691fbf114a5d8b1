/** What a web identity may do in its role at most: the ceiling LiteLLM sets, word for word. */
const actions: Readonly<Record<string, readonly string[]>> = {
  BedrockLiteLLM: [
    'bedrock:InvokeModel',
    'bedrock:InvokeModelWithResponseStream',
    'bedrock:CountTokens',
    'bedrock:Rerank',
    'bedrock:Retrieve',
    'bedrock:ListKnowledgeBases',
    'bedrock:InvokeAgent',
    'bedrock:ApplyGuardrail',
    'bedrock:GetGuardrail',
    'bedrock:ListGuardrails',
  ],
  BedrockAgentCoreLiteLLM: [
    'bedrock-agentcore:InvokeAgentRuntime',
    'bedrock-agentcore:InvokeAgentRuntimeForUser',
    'bedrock-agentcore:InvokeGateway',
  ],
  ClaudePlatformLiteLLM: [
    'aws-external-anthropic:CreateInference',
    'aws-external-anthropic:CreateBatchInference',
    'aws-external-anthropic:CancelBatchInference',
    'aws-external-anthropic:DeleteBatchInference',
    'aws-external-anthropic:CountTokens',
    'aws-external-anthropic:Get*',
    'aws-external-anthropic:List*',
  ],
  BedrockMantleLiteLLM: ['bedrock-mantle:CreateInference'],
}

export const rolePolicy = JSON.stringify({
  Version: '2012-10-17',
  Statement: Object.entries(actions).map(([Sid, Action]) => ({
    Sid,
    Effect: 'Allow',
    Action,
    Resource: '*',
    Condition: { Bool: { 'aws:SecureTransport': 'true' } },
  })),
})
