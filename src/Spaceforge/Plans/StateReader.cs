using System.Text.Json;

namespace Spaceforge.Plans;

/// <summary>Reads a state from a file, or from inside a plan.</summary>
static class StateReader
{
    public static TerraformState Read(JsonFile file)
    {
        try
        {
            var state = Read(file.All);
            file.CheckText();
            return state;
        }
        catch (JsonException e)
        {
            throw file.NoJson(e);
        }
    }

    public static TerraformState Read(JsonSlice slice)
    {
        var cursor = new JsonCursor(slice);
        if (!cursor.IsObject) throw slice.File.Wrong($"its {(slice == slice.File.All ? "JSON" : "prior_state")} is not an object.");

        string? format = null, terraform = null;
        JsonSlice? values = null, checks = null;
        var isPlan = false;
        while (cursor.NextProperty(out var name))
        {
            if (name.SequenceEqual("format_version"u8)) format = cursor.String("format_version");
            else if (name.SequenceEqual("terraform_version"u8)) terraform = cursor.String("terraform_version");
            else if (name.SequenceEqual("values"u8)) values = cursor.Slice();
            else if (name.SequenceEqual("checks"u8)) checks = cursor.Slice();
            else
            {
                isPlan |= name.SequenceEqual("planned_values"u8) || name.SequenceEqual("resource_changes"u8);
                cursor.Skip();
            }
        }

        cursor.End();
        if (isPlan) throw slice.File.Wrong("it has planned_values or resource_changes, so it is a plan.");
        return new TerraformState(slice, values, checks)
        {
            FormatVersion = FormatVersion.Check(format, slice.File),
            TerraformVersion = terraform,
        };
    }
}
