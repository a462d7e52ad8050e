using Assay.Server.Cli;

return await AssayCommand.InvokeAsync(args);
