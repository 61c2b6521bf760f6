"""What a list of customers can be asked: each parameter of its address, read and put in words."""
