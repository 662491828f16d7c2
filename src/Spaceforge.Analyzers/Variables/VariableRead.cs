using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Spaceforge.Analyzers.Reading;

namespace Spaceforge.Analyzers.Variables;

static class VariableRead
{
    /// <summary>The operation with the name of the variable that an expression reads; null for other expressions.</summary>
    public static IOperation? NameIn(IOperation operation, KnownTypes types) => operation switch
    {
        IPropertyReferenceOperation { Property: { IsIndexer: true, ContainingType: var type }, Arguments: [{ Value: var name }] }
            when KnownTypes.Is(type, types.EnvironmentVariables) => name,
        IInvocationOperation { TargetMethod: { Name: "Get", ContainingType: var type } } get
            when KnownTypes.Is(type, types.EnvironmentVariables) => First(get),
        IInvocationOperation { TargetMethod: { Name: "GetEnvironmentVariable", ContainingType: var type } } get
            when KnownTypes.Is(type, types.Environment) => First(get),
        _ => null,
    };

    static IOperation? First(IInvocationOperation call) =>
        call.Arguments.FirstOrDefault(argument => argument.Parameter?.Ordinal == 0)?.Value;
}
