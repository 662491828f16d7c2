namespace Spaceforge.Plans;

/// <summary>The version of the JSON format. A new major version is not compatible with old readers.</summary>
static class FormatVersion
{
    public static string Check(string? version, JsonFile file)
    {
        if (version is null) throw file.Wrong("it has no format_version, which the output of `terraform show -json` always has.");

        // Terraform before 1.1 wrote 0.x, with a subset of the same members.
        return version.Split('.')[0] is "0" or "1" ? version : throw file.Wrong("its format_version is not 1.x, the supported version.");
    }
}
