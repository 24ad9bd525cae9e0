using BenchmarkDotNet.Running;

return BenchmarkSwitcher.FromAssembly(typeof(Mesh.Bench.LookupBenchmarks).Assembly)
    .Run(args, Mesh.Bench.BenchConfig.Create())
    .Any(summary => summary.HasCriticalValidationErrors || summary.Reports.Any(report => !report.Success))
    ? 1
    : 0;
