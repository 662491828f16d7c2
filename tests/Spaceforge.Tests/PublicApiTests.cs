using PublicApiGenerator;
using Spaceforge.Testing;

namespace Spaceforge.Tests;

/// <summary>The public API is what was agreed on: one reviewed file.</summary>
public sealed class PublicApiTests
{
    [Fact]
    public void The_public_API_is_the_committed_one() => ApprovedApi.Check(Api(typeof(SpaceforgePlugin)), "Spaceforge.Tests");

    [Fact]
    public void The_public_API_for_tests_is_the_committed_one() =>
        ApprovedApi.Check(Api(typeof(FakeSpacelift)), "Spaceforge.Tests", "PublicApi.Testing.txt");

    static string Api(Type type) => type.Assembly.GeneratePublicApi(new ApiGeneratorOptions { IncludeAssemblyAttributes = false });
}
