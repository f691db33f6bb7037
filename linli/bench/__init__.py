"""How fast this machine is with Linli: a filled street, a real server, clients that wait for their answers."""
