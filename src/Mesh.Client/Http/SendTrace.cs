namespace Mesh.Client.Http;

/// <summary>
/// What became of one request below all other handlers. It tells a failure of the connection to the instance from one of
/// a call that a handler in between made itself.
/// </summary>
internal sealed class SendTrace
{
    private static readonly HttpRequestOptionsKey<SendTrace> Key = new("Mesh.SendTrace");
    private Exception? _last;
    private Uri? _sent;

    /// <summary>A handler in between has sent the request before, and it may have been carried out then.</summary>
    private bool _mayHaveArrived;

    public static string OptionName => Key.Key;

    public static SendTrace? Of(HttpRequestMessage request) => request.Options.TryGetValue(Key, out var trace) ? trace : null;

    public static SendTrace Begin(HttpRequestMessage request)
    {
        var trace = new SendTrace();
        request.Options.Set(Key, trace);
        return trace;
    }

    public static void End(HttpRequestMessage request) =>
        ((IDictionary<string, object?>)request.Options).Remove(Key.Key);

    /// <summary>The connection itself failed, and no attempt before came further.</summary>
    public bool IsFailureOf(Exception failure) => ReferenceEquals(_last, failure) && !_mayHaveArrived;

    /// <summary>The primary handler has followed a redirect: what it sends since is another request.</summary>
    public bool HasMoved { get; private set; }

    /// <summary>Handlers in between may have changed the URI before.</summary>
    public void Sending(HttpRequestMessage request)
    {
        _sent = request.RequestUri;
        _mayHaveArrived |= _last is not null && !CallFailure.NeverConnected(_last);
        _last = null;
    }

    public void Answered(HttpRequestMessage request)
    {
        _mayHaveArrived = true;
        HasMoved = request.RequestUri != _sent;
    }

    public void Failed(HttpRequestMessage request, Exception failure)
    {
        _last = failure;
        HasMoved = request.RequestUri != _sent;
    }
}
