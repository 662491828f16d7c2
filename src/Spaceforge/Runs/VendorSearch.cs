using Spaceforge.Files;

namespace Spaceforge.Runs;

/// <summary>
/// Detects a stack's vendor from the environment and the project's files. The platform sets no variable for it, and querying the API
/// would cost each hook a request that the run's token may not be allowed to make.
/// </summary>
static class VendorSearch
{
    const int MostEntries = 10_000;
    const int MostFolders = 200;

    public static StackVendor In(string folder, EnvironmentVariables env)
    {
        if (env.Get("CF_METADATA_REGION") is not null || env.Get("CF_METADATA_ENTRY_TEMPLATE_FILE") is not null)
            return StackVendor.CloudFormation;

        try
        {
            using var project = ForeignFolder.Open(folder);
            var entries = project.List(MostEntries);
            // 'terragrunt run-all' starts above its units.
            return entries.Any(IsTerragrunt) || HasUnit(project, entries) ? StackVendor.Terragrunt
                : entries.Any(IsTerraform) ? StackVendor.Terraform
                : entries.Any(IsPulumi) ? StackVendor.Pulumi
                : entries.Any(IsKubernetes) ? StackVendor.Kubernetes
                : entries.Any(IsAnsible) ? StackVendor.Ansible
                : StackVendor.Unknown;
        }
        catch (IOException)
        {
            return StackVendor.Unknown;
        }
    }

    static bool HasUnit(ForeignFolder project, IReadOnlyList<ForeignEntry> entries)
    {
        foreach (var entry in entries.Where(entry => entry.Kind == ForeignKind.Folder && !entry.Path.StartsWith('.')).Take(MostFolders))
        {
            try
            {
                using var folder = project.OpenFolder(entry.Path);
                if (folder.List(MostEntries).Any(IsTerragrunt)) return true;
            }
            catch (IOException)
            {
                // A folder that cannot be listed is skipped.
            }
        }

        return false;
    }

    static bool IsTerragrunt(ForeignEntry entry) =>
        entry.Path is "terragrunt.hcl" or "terragrunt.hcl.json" or "terragrunt.stack.hcl" or ".terragrunt-cache";

    static bool IsPulumi(ForeignEntry entry) => entry.Path is "Pulumi.yaml" or "Pulumi.yml" or "Pulumi.json";

    static bool IsKubernetes(ForeignEntry entry) => entry.Path is "kustomization.yaml" or "kustomization.yml" or "Kustomization";

    static bool IsAnsible(ForeignEntry entry) =>
        entry.Path is "ansible.cfg" or "playbook.yml" or "playbook.yaml" or "site.yml" or "site.yaml";

    static bool IsTerraform(ForeignEntry entry) =>
        entry.Path is "spacelift.plan" or "spacelift.plan.json" or ".terraform.lock.hcl"
            || ((string[])[".tf", ".tf.json", ".tofu", ".tofu.json"]).Any(end => entry.Path.EndsWith(end, StringComparison.Ordinal));
}
