import ArgumentParser

ConductorCommand.main()
