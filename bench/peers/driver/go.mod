module soroka/peers

go 1.22
