namespace Spaceforge;

/// <summary>What a stack runs.</summary>
public enum StackVendor
{
    /// <summary>Neither the environment nor the files tell.</summary>
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
