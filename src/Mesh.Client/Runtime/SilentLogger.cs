using Akka.Event;

namespace Mesh.Client.Runtime;

/// <summary>
/// Takes the place of Akka's logger of last resort, which writes to the console while a system starts and ends: the
/// console belongs to the host. Everything in between goes to the host's own logging.
/// </summary>
internal sealed class SilentLogger : MinimalLogger
{
    protected override void Log(object message)
    {
        // Dropped.
    }
}
