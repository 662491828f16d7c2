using System.IO.Compression;
using System.Reflection.PortableExecutable;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Spaceforge.Package.Tests;

/// <summary>The contents of the packages.</summary>
public sealed partial class PackageTests
{
    [Fact]
    public void The_library_brings_its_documentation_and_one_dependency()
    {
        using var package = Open("Spaceforge.1.0.0.nupkg");

        foreach (var name in (string[])["README.md", "lib/net10.0/Spaceforge.dll", "lib/net10.0/Spaceforge.xml"])
        {
            Assert.NotNull(package.GetEntry(name));
        }
        Assert.Equal(["Microsoft.Extensions.Logging.Abstractions"], Metadata(package)
            .Descendants().Where(element => element.Name.LocalName == "dependency").Select(element => element.Attribute("id")!.Value));
    }

    [Fact]
    public void The_library_brings_its_analyzers_and_nothing_that_they_were_built_with()
    {
        using var package = Open("Spaceforge.1.0.0.nupkg");
        Assert.Equal(
            ["analyzers/dotnet/cs/Spaceforge.Analyzers.dll", "analyzers/dotnet/cs/Spaceforge.CodeFixes.dll"],
            package.Entries.Select(entry => entry.FullName)
                .Where(name => name.StartsWith("analyzers/", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("lib/net10.0/Spaceforge.dll", false)]
    [InlineData("runtimes/linux-x64/lib/net10.0/Spaceforge.dll", true)]
    public async Task The_library_has_native_code_for_Linux_on_x64_beside_its_IL(string name, bool native)
    {
        using var package = Open("Spaceforge.1.0.0.nupkg");
        using var content = new MemoryStream();
        await using (var entry = await package.GetEntry(name)!.OpenAsync(TestContext.Current.CancellationToken))
        {
            await entry.CopyToAsync(content, TestContext.Current.CancellationToken);
        }

        content.Position = 0;
        using var assembly = new PEReader(content);
        Assert.Equal(native, assembly.PEHeaders.CorHeader!.ManagedNativeHeaderDirectory.Size > 0);
    }

    [Theory]
    [InlineData("Spaceforge.1.0.0.nupkg")]
    [InlineData("Spaceforge.Cli.1.0.0.nupkg")]
    [InlineData("Spaceforge.Templates.1.0.0.nupkg")]
    [InlineData("Spaceforge.Rego.1.0.0.nupkg")]
    [InlineData("Spaceforge.Scanning.1.0.0.nupkg")]
    [InlineData("Spaceforge.Testing.1.0.0.nupkg")]
    public void Every_package_says_whose_it_is(string name)
    {
        using var package = Open(name);
        var metadata = Metadata(package).Descendants().Where(element => !element.HasElements)
            .ToLookup(element => element.Name.LocalName, element => element.Value);

        Assert.Equal(["MIT"], metadata["license"]);
        Assert.Equal(["README.md"], metadata["readme"]);
        Assert.NotEmpty(metadata["description"].Single());
        Assert.Contains("spacelift", metadata["tags"].Single(), StringComparison.Ordinal);
        Assert.StartsWith("https://", metadata["projectUrl"].Single(), StringComparison.Ordinal);
        Assert.EndsWith("/CHANGELOG.md", metadata["releaseNotes"].Single(), StringComparison.Ordinal);
        Assert.Equal(["icon.png"], metadata["icon"]);
        Assert.NotNull(package.GetEntry("icon.png"));
        var repository = Metadata(package).Descendants().Single(element => element.Name.LocalName == "repository");
        Assert.Equal(metadata["projectUrl"].Single(), repository.Attribute("url")!.Value);
    }

    [Theory]
    [InlineData("Spaceforge.1.0.0.nupkg")]
    [InlineData("Spaceforge.Cli.1.0.0.nupkg")]
    [InlineData("Spaceforge.Templates.1.0.0.nupkg")]
    [InlineData("Spaceforge.Rego.1.0.0.nupkg")]
    [InlineData("Spaceforge.Scanning.1.0.0.nupkg")]
    [InlineData("Spaceforge.Testing.1.0.0.nupkg")]
    public void The_README_of_a_package_names_it_and_its_links_work_outside_of_the_repository(string name)
    {
        using var package = Open(name);
        var text = TextOf(package, "README.md");

        Assert.StartsWith($"# {name[..name.IndexOf(".1.0.0", StringComparison.Ordinal)]}\n", text, StringComparison.Ordinal);
        Assert.DoesNotMatch(@"\]\((?!https://)", text);
        var prefix = Metadata(package).Descendants().Single(element => element.Name.LocalName == "projectUrl").Value + "/blob/main/";
        Assert.All(Links().Matches(text), link => Assert.True(
            link.Value.StartsWith(prefix, StringComparison.Ordinal)
                && File.Exists(Repository.PathOf(link.Value[prefix.Length..])), link.Value));
    }

    [Theory]
    [InlineData("Spaceforge.1.0.0")]
    [InlineData("Spaceforge.Rego.1.0.0")]
    [InlineData("Spaceforge.Scanning.1.0.0")]
    [InlineData("Spaceforge.Testing.1.0.0")]
    public void Debuggers_find_the_symbols_of_libraries(string name)
    {
        using var package = Open(name + ".snupkg");
        Assert.Contains(package.Entries, entry => entry.FullName.EndsWith(".pdb", StringComparison.Ordinal));
    }

    [Fact]
    public void A_package_that_uses_internals_takes_no_other_version()
    {
        using var package = Open("Spaceforge.Testing.1.0.0.nupkg");
        var dependency = Metadata(package).Descendants()
            .Single(element => element.Name.LocalName == "dependency" && element.Attribute("id")!.Value == "Spaceforge");
        Assert.Equal("[1.0.0]", dependency.Attribute("version")!.Value);
    }

    [Fact]
    public void A_package_has_the_notices_of_what_it_contains()
    {
        var packages = Directory.GetFiles(Repository.PathOf("artifacts", "packages"), "*.1.0.0.nupkg").ToArray();
        Assert.Contains(packages, path => path.EndsWith("/Spaceforge.Cli.any.1.0.0.nupkg", StringComparison.Ordinal));
        Assert.Contains(packages, path => Path.GetFileName(path).StartsWith("Spaceforge.Cli.linux-", StringComparison.Ordinal));
        var committed = File.ReadAllText(Repository.PathOf("src", "Spaceforge.Cli", "THIRD-PARTY-NOTICES.txt"));
        foreach (var path in packages)
        {
            using var package = ZipFile.OpenRead(path);
            var foreign = package.Entries.Select(entry => entry.Name)
                .Where(name => name.EndsWith(".dll", StringComparison.Ordinal)
                    && !name.StartsWith("Spaceforge", StringComparison.OrdinalIgnoreCase))
                .Select(name => Path.GetFileNameWithoutExtension(name)).ToArray();
            if (!Path.GetFileName(path).StartsWith("Spaceforge.Cli.", StringComparison.Ordinal))
            {
                Assert.Empty(foreign);
                continue;
            }

            Assert.Equal(committed, TextOf(package, "THIRD-PARTY-NOTICES.txt"));
            Assert.Contains("License notice for ", TextOf(package, "dotnet-ThirdPartyNotices.txt"), StringComparison.Ordinal);
            // A package's name with its version stands in a line of its own.
            Assert.All(foreign, name => Assert.Matches(
                $@"(?im)^{Regex.Escape(name == "GraphQLParser" ? "GraphQL-Parser" : name)} \d+\.\d+\.\d+$", committed));
            Assert.Equal(path.EndsWith(".any.1.0.0.nupkg", StringComparison.Ordinal), foreign.Length > 0);
        }
    }

    [GeneratedRegex(@"(?<=\]\()[^)]+")]
    private static partial Regex Links();

    static string TextOf(ZipArchive package, string name)
    {
        using var reader = new StreamReader(package.GetEntry(name)!.Open());
        return reader.ReadToEnd();
    }

    static ZipArchive Open(string name) => ZipFile.OpenRead(Repository.PathOf("artifacts", "packages", name));

    static XDocument Metadata(ZipArchive package)
    {
        using var stream = package.Entries.Single(entry => entry.FullName.EndsWith(".nuspec", StringComparison.Ordinal)).Open();
        return XDocument.Load(stream);
    }
}
