using Akka.Configuration;
using Akka.Dispatch;

namespace Mesh.Threads;

/// <summary>The executor of a dispatcher that goes on while the runtime's pool is blocked. Named in mesh.conf, and made by Akka.</summary>
internal sealed class SpareExecutor(Config config, IDispatcherPrerequisites prerequisites)
    : ExecutorServiceConfigurator(config, prerequisites)
{
    public override ExecutorService Produce(string id) => new Service(id);

    private sealed class Service(string id) : ExecutorService(id)
    {
        public override void Execute(IRunnable run) => SparePool.Shared.Queue(run);

        public override void Shutdown()
        {
            // The pool is the process's.
        }
    }
}
