terraform {
  required_version = ">= 1.4"
}

resource "terraform_data" "network" {}

output "id" {
    value = terraform_data.network.id
}
