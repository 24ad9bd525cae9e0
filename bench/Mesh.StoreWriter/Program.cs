using System.Diagnostics;
using System.Globalization;
using Mesh.Node.Data.Files;
using Mesh.Node.Data.Writing;
using Mesh.StoreWriter;
using Microsoft.Extensions.Logging.Abstractions;

// DIR: says "opened N" once the store holds what N writes leave, then writes and says the number of each that is
// acknowledged, until it is killed. DIR SECONDS [durable]: the same for so long, then says how many it acknowledged.
if (args.Length is < 1 or > 3)
{
    Console.Error.WriteLine("usage: DIR [SECONDS [durable]]");
    return 2;
}

var (directory, isBounded) = (args[0], args.Length > 1);
var isDurable = !isBounded || args.Length > 2;
using var held = StoreLock.Take(directory);
using var file = new StoreFile(directory, isDurable);
var content = file.Load();
var fault = content.Faults.Count > 0 ? content.Faults[0] : Model.Read(content.Rows, out _);
if (fault is not null)
{
    Console.Out.WriteLine($"fault {fault}");
    return 1;
}

_ = Model.Read(content.Rows, out var model);
Console.Out.WriteLine($"opened {model.Number}");
var source = new ModelSource(model);
using var writer = new StoreWriter(file, [source], new StoreStatus(TimeProvider.System), TimeProvider.System, NullLogger.Instance);
writer.Start();
var since = Stopwatch.GetTimestamp();
var limit = isBounded ? TimeSpan.FromSeconds(int.Parse(args[1], CultureInfo.InvariantCulture)) : TimeSpan.MaxValue;
var acknowledged = 0L;

await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(WriteAsync)));
Console.Out.WriteLine($"acknowledged {acknowledged} in {Stopwatch.GetElapsedTime(since).TotalSeconds:0.0} s");
return writer.Stop(TimeSpan.FromSeconds(5)) ? 0 : 1;

async Task WriteAsync()
{
    while (Stopwatch.GetElapsedTime(since) < limit)
    {
        var number = source.Write();
        // Without --durable a node acknowledges at once; what it has written soon after is the store's affair.
        if (isDurable && await writer.StoredAsync(CancellationToken.None) is { } reason)
            throw new IOException(reason);
        Interlocked.Increment(ref acknowledged);
        if (!isBounded)
            await Console.Out.WriteLineAsync(number.ToString(CultureInfo.InvariantCulture));
    }
}
