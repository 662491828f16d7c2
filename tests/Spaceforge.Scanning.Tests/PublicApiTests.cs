using PublicApiGenerator;

namespace Spaceforge.Scanning.Tests;

/// <summary>The public API is what was agreed on: one reviewed file.</summary>
public sealed class PublicApiTests
{
    [Fact]
    public void The_public_API_is_the_committed_one() =>
        ApprovedApi.Check(typeof(ScannerPlugin).Assembly.GeneratePublicApi(
            new ApiGeneratorOptions { IncludeAssemblyAttributes = false }), "Spaceforge.Scanning.Tests");
}
