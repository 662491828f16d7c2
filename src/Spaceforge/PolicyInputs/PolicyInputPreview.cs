using System.Text.Json.Nodes;

namespace Spaceforge.PolicyInputs;

/// <summary>Receives the policy input of a local run.</summary>
/// <remarks>Not an <see cref="Action{T1,T2}"/>: that would load the JSON library into every hook.</remarks>
delegate void PolicyInputPreview(string name, JsonObject data);
