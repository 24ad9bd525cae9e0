using Mesh.Node.Access;
using Mesh.Node.Consul.Answers;
using Mesh.Node.Consul.Blocking;
using Mesh.Node.Consul.Requests;
using Mesh.Selection;

namespace Mesh.Node.Consul.Reading;

/// <summary>Answers list requests: at once, or when what the client has is no longer current.</summary>
internal sealed class ConsulResponder(
    ReadContext context, ParkingLot lot, Serving serving, RaisedIndexes raised, IPickRandom random)
{
    private const int Chances = 1_024;

    public ReadContext Context { get; } = context;

    /// <summary>Answers a question that another mesh can be asked too.</summary>
    /// <param name="onAnswer">Told what was answered of this mesh to a query that does not block, before it is sent.</param>
    public Task AnswerAnywhereAsync(
        HttpContext http, Func<ConsulQuery, SourceOrFault> ask, Action<ConsulQuery, ConsulAnswer>? onAnswer = null) =>
        AnswerAsync(http, Read(http, out var query), query, ask, query.Blocks ? null : onAnswer);

    /// <summary>Answers a question about this mesh.</summary>
    public Task AnswerAsync(HttpContext http, Func<ConsulQuery, SourceOrFault> ask) => AnswerAsync(
        http, Read(http, out var query) ?? (query.Datacenter.Length > 0 ? ConsulFault.NoPath : null), query, ask, null);

    private Task AnswerAsync(
        HttpContext http,
        ConsulFault? fault,
        ConsulQuery query,
        Func<ConsulQuery, SourceOrFault> ask,
        Action<ConsulQuery, ConsulAnswer>? onAnswer)
    {
        if (fault is not null)
            return ConsulReply.WriteAsync(http, fault);
        var sourced = ask(query);
        return sourced.Source is { } source
            ? AnswerAsync(http, source, query, onAnswer)
            : ConsulReply.WriteAsync(http, sourced.Fault!);
    }

    /// <summary>What its state holds, each query that waits holds: no more than it needs.</summary>
    private async Task AnswerAsync(
        HttpContext http, IConsulSource source, ConsulQuery query, Action<ConsulQuery, ConsulAnswer>? onAnswer)
    {
        if (await source.PrepareAsync(http.RequestAborted) is { } unanswered)
        {
            await ConsulReply.WriteAsync(http, unanswered);
            return;
        }

        var (answer, fault) = await ReadAsync(http, source, query);
        if (answer is null)
        {
            await ConsulReply.WriteAsync(http, fault!);
            return;
        }

        if (query.Datacenter.Length == 0)
            onAnswer?.Invoke(query, answer);
        await WriteAsync(http, query, source, answer);
    }

    private static ConsulFault TooMany => new(
        StatusCodes.Status429TooManyRequests, "too many blocking queries wait at this node; ask another or try later");

    private static bool Blocks(ConsulQuery query, ConsulAnswer answer) => query.Index > 0
        ? WaitRule.Blocks(query.Index, answer.Index)
        : query.Hash.Length > 0 && query.Hash == answer.Hash;

    /// <summary>
    /// The answer once it is news or the time is over; else why there is none. A query that waited may find that the node has left
    /// meanwhile: what it would be told is kept up to date by nobody.
    /// </summary>
    private async Task<(ConsulAnswer? Answer, ConsulFault? Fault)> ReadAsync(HttpContext http, IConsulSource source, ConsulQuery query)
    {
        var answer = Look(source);
        if (IsBehind(source, query, answer))
            answer = await CatchUpAsync(http, source, query, answer);
        if (serving.Refuses(http))
            return (null, ConsulFault.NoLeader);
        if (!Blocks(query, answer))
            return (answer, null);
        // All that matters of it has been read: thousands that wait need not keep it twice.
        http.Request.Query = QueryCollection.Empty;
        var wait = WaitRule.WithJitter(WaitRule.Bounded(query.Wait), random.Below(Chances) / (double)Chances);
        var start = Context.Time.GetTimestamp();
        while (true)
        {
            if (!lot.TryPark(source.Topic, wait - Context.Time.GetElapsedTime(start), out var parked))
                return (null, TooMany);
            // What changed before the query was parked has woken nobody.
            answer = Look(source);
            var isRefused = serving.Refuses(http);
            if (isRefused || !Blocks(query, answer))
            {
                parked.Leave();
                return isRefused ? (null, ConsulFault.NoLeader) : (answer, null);
            }

            // A client that hangs up must not be kept until its time is over.
            await using (http.RequestAborted.UnsafeRegister(static q => ((ParkedQuery)q!).Leave(), parked))
                await parked.Task;
            answer = Look(source);
            if (serving.Refuses(http))
                return (null, ConsulFault.NoLeader);
            // A change of something else of the topic is no news.
            if (parked.IsOver || !Blocks(query, answer))
                return (answer, null);
        }
    }

    private ConsulAnswer Look(IConsulSource source)
    {
        var answer = source.Read();
        return source.Line is { } line ? answer.At(raised.Shown(line, answer.Index)) : answer;
    }

    private bool IsBehind(IConsulSource source, ConsulQuery query, ConsulAnswer answer) =>
        query.Index > (ulong)answer.Index && Context.Client.Snapshot.HasIndexes && RaisedIndexes.IsPossible(query.Index, Context.Time.GetUtcNow());

    /// <summary>
    /// The client comes from a node that has shown it more: what that was is on its way. If it does not come, the two nodes have
    /// numbered differently, or cannot reach each other: then this node's index goes on beyond the other's.
    /// </summary>
    private async Task<ConsulAnswer> CatchUpAsync(HttpContext http, IConsulSource source, ConsulQuery query, ConsulAnswer answer)
    {
        var wait = query.Wait is { } asked && asked > TimeSpan.Zero && asked < WaitRule.BehindWait ? asked : WaitRule.BehindWait;
        var start = Context.Time.GetTimestamp();
        while (Context.Time.GetElapsedTime(start) < wait && lot.TryPark(source.Topic, WaitRule.BehindLook, out var parked))
        {
            answer = Look(source);
            if (!IsBehind(source, query, answer))
            {
                parked.Leave();
                return answer;
            }

            await using (http.RequestAborted.UnsafeRegister(static q => ((ParkedQuery)q!).Leave(), parked))
                await parked.Task;
            answer = Look(source);
            if (http.RequestAborted.IsCancellationRequested || serving.Refuses(http) || !IsBehind(source, query, answer))
                break;
        }

        if (source.Line is not { } line || !IsBehind(source, query, answer))
            return answer;
        raised.Raise(line, source.Read().Index, (long)query.Index);
        return Look(source);
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
