using Mesh.Node.Consul.Blocking;
using Mesh.Selection;

namespace Mesh.Node.Consul;

/// <summary>Answers list requests: at once, or when what the client has is no longer current.</summary>
internal sealed class ConsulResponder(ReadContext context, ParkingLot lot, IPickRandom random)
{
    private const int Chances = 1_024;

    public ReadContext Context { get; } = context;

    /// <param name="onAnswer">Told what was answered, before it is sent.</param>
    public async Task AnswerAsync(
        HttpContext http, Func<ConsulQuery, Sourced> ask, Action<ConsulQuery, ConsulAnswer>? onAnswer = null)
    {
        if (Read(http, out var query) is { } fault)
        {
            await ConsulReply.WriteAsync(http, fault);
            return;
        }

        var sourced = ask(query);
        if (sourced.Source is not { } source)
        {
            await ConsulReply.WriteAsync(http, sourced.Fault!);
            return;
        }

        await source.PrepareAsync(http.RequestAborted);
        var answer = source.Read();
        if (Blocks(query, answer))
        {
            if (Park(http, source, query) is not { } wait)
            {
                await ConsulReply.WriteAsync(http, TooMany);
                return;
            }

            await wait;
            answer = source.Read();
        }

        onAnswer?.Invoke(query, answer);
        await WriteAsync(http, query, source, answer);
    }

    private static ConsulFault TooMany => new(
        StatusCodes.Status429TooManyRequests, "too many blocking queries wait at this node; ask another or try later");

    private static bool Blocks(ConsulQuery query, ConsulAnswer answer) => query.Index > 0
        ? WaitRule.Blocks(query.Index, answer.Index)
        : query.Hash.Length > 0 && query.Hash == answer.Hash;

    /// <summary>Null: too many wait.</summary>
    private Task? Park(HttpContext http, IConsulSource source, ConsulQuery query)
    {
        var wait = WaitRule.WithJitter(WaitRule.Bounded(query.Wait), random.Below(Chances) / (double)Chances);
        if (!lot.TryPark(source.Topic, wait, out var parked))
            return null;
        // What changed before the query was parked has woken nobody.
        if (Blocks(query, source.Read()))
            return AwaitAsync(http, parked);
        lot.Leave(parked);
        return Task.CompletedTask;
    }

    private async Task AwaitAsync(HttpContext http, ParkedQuery parked)
    {
        // A client that hangs up must not be kept until its time is over.
        await using (http.RequestAborted.UnsafeRegister(_ => lot.Leave(parked), null))
            await parked.Task;
    }

    private ConsulFault? Read(HttpContext http, out ConsulQuery query)
    {
        var headers = http.Request.Headers;
        (query, var fault) = ConsulQueryMapping.Read(http.Request.Query, Context.Options);
        return fault
            ?? ConsulQueryMapping.CheckScope("namespace", headers[ConsulHeaders.Namespace])
            ?? ConsulQueryMapping.CheckScope("partition", headers[ConsulHeaders.Partition]);
    }

    private Task WriteAsync(HttpContext http, ConsulQuery query, IConsulSource source, ConsulAnswer answer)
    {
        var headers = http.Response.Headers;
        var age = source.Age;
        ConsulHeaders.Write(headers, answer, Context.Client.State, age);
        if (query.Cached)
            ConsulHeaders.WriteCache(headers, age);
        if (query.Hash.Length > 0)
            ConsulHeaders.WriteHash(headers, answer);
        return ConsulReply.WriteAsync(http, answer);
    }
}
