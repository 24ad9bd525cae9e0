using Mesh.Actors.Tests.Replication;
using Mesh.Catalog;
using Mesh.Hosting;
using Mesh.Registry;
using Mesh.Selection;
using static Mesh.Registry.RegistryProtocol;

namespace Mesh.Actors.Tests.Registry;

public class CommandLimitsTests
{
    private static readonly CertificateLimits Shop = CertificateLimits.Of(["mesh://mesh/service/shop-*"], "mesh");
    private static readonly Evidence Said = new(Causes.StatusSet, "a", "");

    [Theory]
    [InlineData("shop-1", true)]
    [InlineData("billing", false)]
    public void Commands_are_about_services_that_the_certificate_names(string service, bool isAllowed)
    {
        var key = Some.Key(service, "i");
        ICommand[] commands =
        [
            new Register(Some.Record(key), Consistency.Local, TimeSpan.Zero),
            new Deregister(key, Said),
            new Renew(key, InstanceStatus.Passing, ""),
            new SetStatus(key, InstanceStatus.Critical, Said),
            new UpdateCheck(key, "c", InstanceStatus.Passing, ""),
            new ChangeChecks(key, [], [], Said),
            new Drain(key, TimeSpan.FromSeconds(1)),
            new SetPolicy(key.Service, ServicePolicy.Default),
        ];

        Assert.All(commands, c => Assert.Equal(isAllowed, CommandLimits.Refusal(c, Shop, "it") is null));
        Assert.All(commands, c => Assert.Null(CommandLimits.Refusal(c, CertificateLimits.None, "it")));
    }

    [Fact]
    public void Every_command_that_writes_is_judged()
    {
        string[] judged =
        [
            nameof(Register), nameof(Deregister), nameof(Renew), nameof(SetStatus), nameof(UpdateCheck), nameof(ChangeChecks), nameof(Drain), nameof(SetPolicy),
            // They write nothing.
            nameof(Subscribe), nameof(Unsubscribe),
        ];

        Assert.Equal(
            judged.Order(StringComparer.Ordinal),
            typeof(ICommand).Assembly.GetTypes().Where(t => t.IsAssignableTo(typeof(ICommand)) && !t.IsInterface).Select(t => t.Name).Order(StringComparer.Ordinal));
    }
}
