namespace Spaceforge;

/// <summary>The vendor of a stack.</summary>
public enum StackVendor
{
    /// <summary>It cannot be determined from the environment and the files.</summary>
    Unknown,

    /// <summary>Terraform or OpenTofu.</summary>
    Terraform,

    /// <summary>Terragrunt.</summary>
    Terragrunt,

    /// <summary>Pulumi.</summary>
    Pulumi,

    /// <summary>AWS CloudFormation.</summary>
    CloudFormation,

    /// <summary>Kubernetes.</summary>
    Kubernetes,

    /// <summary>Ansible.</summary>
    Ansible,
}
