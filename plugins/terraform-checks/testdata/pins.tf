# Every way to pin versions, and what looks like one: required_version = "1.0".
terraform {
  required_version = "~> 1.5" // a comment with a brace }

  required_providers {
    bounded = { source = "example/bounded", version = ">= 1.0, < 2.0" }
    open = {
      source  = "example/open"
      version = ">= 3.1"
      configuration_aliases = [ open.west ]
    }
    old_form  = "= 2.0.0"
    unbounded = { version = "~> 4", source = "example/unbounded" }
    missing   = { source = "example/missing" }
  }
}

/* module "commented_out" {
  source = "example/consul/aws"
} */

locals {
  text = <<-EOT
    module "in_a_heredoc" {
      source = "example/consul/aws"
    EOT
  nested = "a ${join(",", [for name in ["}", "${upper("{")}"] : name])} $${literal} %{if true}yes%{endif}"
  object = { for name in ["a"] : name => { version = name } }
}

module "local" { source = "./modules/network" }

module "registry" {
  source = "example/consul/aws"
}

module "registry_with_host" {
  source  = "app.example.com/example/consul/aws"
  version = ">= 0.1"
}

module "registry_pinned" {
  version = "0.2.0"
  source  = "example/consul/aws//modules/server"
}

module "git" {
  source = "git::https://git.example.com/network.git"
}

module "git_branch" {
  source = "git::ssh://git@git.example.com/network.git//subnet?depth=1&ref=main"
}

module "git_commit" {
  source = "github.com/example/network?ref=da39a3ee5e6b4b0d3255bfef95601890afd80709"
}

module "computed" {
  source = "example/${local.name}/aws"
}
