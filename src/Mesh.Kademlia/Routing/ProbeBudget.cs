namespace Mesh.Kademlia.Routing;

/// <summary>
/// How many strangers may be pinged: a few at once, and one more for so many messages of strangers or for each second.
/// A ping for each message would let anyone make this peer flood a third one.
/// </summary>
internal struct ProbeBudget(int messagesPerProbe, TimeSpan now)
{
    private const double Burst = 32;
    private const double PerSecond = 1;

    private double _credit = Burst;
    private TimeSpan _at = now;

    public void Message(TimeSpan now)
    {
        _credit = Math.Min(Burst, _credit + 0.5 / messagesPerProbe + (now - _at).TotalSeconds * PerSecond);
        _at = now;
    }

    public bool TryTake()
    {
        if (_credit < 1)
            return false;
        _credit--;
        return true;
    }
}
