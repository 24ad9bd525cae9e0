using CsCheck;
using Mesh.Catalog;
using Mesh.Views;
using static Mesh.Registry.RegistryProtocol;

namespace Mesh.Testing.Generators;

/// <summary>A generator for each message that may leave the process, by type.</summary>
internal static class WireGen
{
    public static readonly IReadOnlyDictionary<Type, Gen<IWireMessage>> All =
        new[] { Commands(), Queries(), Outcomes(), Lists(), PeerGen.All(), KeyGen.All(), FederationGen.All() }
            .SelectMany(g => g).ToDictionary(g => g.Type, g => g.Gen);

    internal static (Type Type, Gen<IWireMessage> Gen) Of<T>(Gen<T> gen)
        where T : class, IWireMessage => (typeof(T), gen.Select(m => (IWireMessage)m));

    internal static Gen<ValueList<T>> List<T>(Gen<T> item)
        where T : notnull => item.Array[0, 4].Select(ValueList.From);

    private static IEnumerable<(Type Type, Gen<IWireMessage> Gen)> Commands() =>
    [
        Of(Gen.Select(
            CatalogGen.Instance,
            Gen.Enum<Consistency>(),
            CatalogGen.Span,
            Gen.Bool,
            (i, c, d, keeps) => new Register(i, c, d) { KeepsChecks = keeps })),
        Of(Gen.Select(
            CatalogGen.Key, CatalogGen.Text, CatalogGen.Status, CatalogGen.Text, (k, c, s, o) => new UpdateCheck(k, c, s, o))),
        Of(Gen.Select(
            CatalogGen.Key, CatalogGen.Checks, CatalogGen.Texts, CatalogGen.Evidence, (k, p, r, e) => new ChangeChecks(k, p, r, e))),
        Of(Gen.Select(CatalogGen.Key, CatalogGen.Evidence, (k, e) => new Deregister(k, e))),
        Of(Gen.Select(CatalogGen.Key, CatalogGen.Status, CatalogGen.Text, (k, s, n) => new Renew(k, s, n))),
        Of(Gen.Select(CatalogGen.Key, CatalogGen.Status, CatalogGen.Evidence, (k, s, e) => new SetStatus(k, s, e) { TakesBack = e.Detail.Length % 2 == 1 })),
        Of(Gen.Select(CatalogGen.Key, CatalogGen.Span, (k, d) => new Drain(k, d))),
        Of(Gen.Select(CatalogGen.Service, SelectionGen.Policy, (s, p) => new SetPolicy(s, p))),
        Of(Gen.Select(CatalogGen.Service.Nullable(), Gen.Long.Nullable(), (s, r) => new Subscribe(s, r))),
        Of(CatalogGen.Service.Nullable().Select(s => new Unsubscribe(s))),
    ];

    private static IEnumerable<(Type Type, Gen<IWireMessage> Gen)> Queries() =>
    [
        Of(Gen.Select(CatalogGen.Service, SelectionGen.Filter, (s, f) => new GetInstances(s, f))),
        Of(Gen.Const(GetServices.Instance)),
        Of(CatalogGen.Service.Select(s => new GetPolicy(s))),
        Of(Gen.Select(
            CatalogGen.Service,
            CatalogGen.Text.Null(),
            CatalogGen.Text.Null(),
            Gen.Int,
            SelectionGen.Filter,
            (s, k, p, n, f) => new Select(s, k, p, n, f))),
        Of(CatalogGen.Key.Select(k => new Explain(k))),
    ];

    private static IEnumerable<(Type Type, Gen<IWireMessage> Gen)> Outcomes() =>
    [
        Of(Gen.Select(CatalogGen.Key, Gen.Long, Gen.Int, Gen.Bool, (k, r, n, b) => new Registered(k, r, n, b) { Claim = r ^ n })),
        Of(AtKey((k, r) => new Deregistered(k, r))),
        Of(AtKey((k, r) => new Renewed(k, r))),
        Of(AtKey((k, r) => new StatusSet(k, r))),
        Of(AtKey((k, r) => new InstanceNotFound(k, r))),
        Of(AtKey((k, r) => new CheckUpdated(k, r))),
        Of(AtKey((k, r) => new ChecksChanged(k, r))),
        Of(Gen.Select(CatalogGen.Key, CatalogGen.Text, Gen.Long, (k, c, r) => new CheckNotFound(k, c, r))),
        Of(Gen.Select(CatalogGen.Key, CatalogGen.Texts, CatalogGen.Texts, (k, c, u) => new Drained(k, c, u))),
        Of(Gen.Select(CatalogGen.Service, Gen.Long, (s, r) => new PolicySet(s, r))),
        Of(Gen.Select(CatalogGen.Service, SelectionGen.Policy, Gen.Long, (s, p, r) => new Policy(s, p, r))),
        Of(Gen.Long.Select(r => new Subscribed(r))),
        Of(Gen.Long.Select(r => new Unsubscribed(r))),
        Of(Gen.Select(CatalogGen.Service, Gen.Long, (s, r) => new NothingToSelect(s, r))),
        Of(List(CatalogGen.Fault).Select(f => new Rejected(f))),
        Of(CatalogGen.Text.Select(r => new Unavailable(r))),
    ];

    private static IEnumerable<(Type Type, Gen<IWireMessage> Gen)> Lists() =>
    [
        Of(Gen.Select(
            CatalogGen.Service,
            Gen.Long,
            CatalogGen.Span,
            List(CatalogGen.View),
            (s, r, a, v) => new Instances(s, r, a, v))),
        Of(Gen.Select(Gen.Long, List(Summary()), (r, s) => new Services(r, s))),
        Of(Gen.Select(CatalogGen.Service, Gen.Long, List(CatalogGen.View), (s, r, v) => new Selected(s, r, v))),
        Of(Gen.Select(CatalogGen.Key, List(CatalogGen.Event), (k, e) => new Explanation(k, e))),
        Of(Gen.Select(Gen.Long, List(CatalogGen.Change), (r, c) => new Changed(r, c))),
    ];

    private static Gen<T> AtKey<T>(Func<InstanceKey, long, T> make) => Gen.Select(CatalogGen.Key, Gen.Long, make);

    private static Gen<ServiceSummary> Summary() => Gen.Select(
        CatalogGen.Service, Gen.Int, Gen.Int, Gen.Long, (s, i, p, r) => new ServiceSummary(s, i, p, r));
}
