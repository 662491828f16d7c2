namespace Spaceforge.Plans;

/// <summary>The version of the JSON format, whose first number is raised when old readers would go wrong.</summary>
static class FormatVersion
{
    public static string Check(string? version, JsonFile file)
    {
        if (version is null) throw file.Wrong("it has no format_version, which everything has that `terraform show -json` writes.");

        // 0.x is what Terraform before 1.1 wrote: the same members, fewer of them.
        return version.Split('.')[0] is "0" or "1" ? version : throw file.Wrong("its format_version is not 1.x, the one known here.");
    }
}
