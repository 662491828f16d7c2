terraform {
  required_version = ">= 1.4"
}

module "network" {
  source = "./modules/network"
}

resource "terraform_data" "server" {
  input = {
    name = "server"
    network = module.network.id
  }
}
