variable "password" {
  default   = "hunter2"
  sensitive = true
}

resource "terraform_data" "replaced" {
  triggers_replace = ["one"]
}

resource "terraform_data" "deleted" {}

resource "terraform_data" "counted" {
  count = 2
}

resource "terraform_data" "old" {}

resource "terraform_data" "changed" {
  input = { password = var.password, size = 1 }
}

output "url" {
  value = "http://old.example.com"
}

output "password" {
  value     = var.password
  sensitive = true
}
