namespace Mesh.Kademlia.Routing;

/// <summary>Tells failures of contacts from a silence of the own link. A mutable value of one table.</summary>
internal struct LinkWatch
{
    /// <summary>
    /// So many contacts that failed for the first time, without any answer between, mean that the own link is down: with
    /// half of all peers dead it happens by chance once in 4,000 times.
    /// </summary>
    private const int Silence = 12;

    private int _failuresSinceAnswer;

    public TimeSpan AnsweredAt { get; private set; }

    public readonly bool IsUp(int contacts) => _failuresSinceAnswer < Math.Min(Silence, Math.Max(contacts, 1));

    public void OnAnswer(TimeSpan now) => (_failuresSinceAnswer, AnsweredAt) = (0, now);

    /// <summary>A contact that was not suspected before did not answer for so long.</summary>
    public void OnFailure(TimeSpan now, TimeSpan timeout)
    {
        // An answer that came while this one was waited for shows that the link is up.
        if (now - AnsweredAt > timeout)
            _failuresSinceAnswer++;
    }
}
