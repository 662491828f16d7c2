using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Spaceforge.Analyzers.Reading;

namespace Spaceforge.Analyzers.Variables;

static class VariableRead
{
    /// <summary>The name of the variable that an expression reads, as its operation; null for another expression.</summary>
    public static IOperation? NameIn(IOperation operation, KnownTypes types) => operation switch
    {
        IPropertyReferenceOperation { Property.IsIndexer: true, Arguments: [{ Value: var name }] } indexer when KnownTypes.Is(indexer.Property.ContainingType, types.EnvironmentVariables) => name,
        IInvocationOperation { TargetMethod.Name: "Get" } get when KnownTypes.Is(get.TargetMethod.ContainingType, types.EnvironmentVariables) => First(get),
        IInvocationOperation { TargetMethod.Name: "GetEnvironmentVariable" } get when KnownTypes.Is(get.TargetMethod.ContainingType, types.Environment) => First(get),
        _ => null,
    };

    static IOperation? First(IInvocationOperation call) => call.Arguments.FirstOrDefault(argument => argument.Parameter?.Ordinal == 0)?.Value;
}
