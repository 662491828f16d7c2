variable "password" {
  default   = "hunter3"
  sensitive = true
}

resource "terraform_data" "replaced" {
  triggers_replace = ["two"]
}

resource "terraform_data" "created" {
  input = var.password
}

resource "terraform_data" "counted" {
  count = 1
}

resource "terraform_data" "new" {}

moved {
  from = terraform_data.old
  to   = terraform_data.new
}

resource "terraform_data" "changed" {
  input = { password = var.password, size = 2 }
}

output "url" {
  value = "http://new.example.com"
}

output "password" {
  value     = var.password
  sensitive = true
}
