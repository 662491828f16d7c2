resource "terraform_data" "slow" {
  provisioner "local-exec" { command = "sleep 1" }
}
resource "terraform_data" "broken" {
  depends_on = [terraform_data.slow]
  provisioner "local-exec" { command = "exit 3" }
}
