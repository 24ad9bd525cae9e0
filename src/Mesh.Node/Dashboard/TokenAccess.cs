using System.Security.Claims;
using Mesh.Dashboard.Access;
using Mesh.KeyValues;
using Mesh.Node.Access;
using Mesh.Node.Etcd.Access;
using Mesh.Node.Etcd.Answers;

namespace Mesh.Node.Dashboard;

/// <summary>Who looks at the dashboard may what its token allows; with no token, what anybody may.</summary>
internal sealed class TokenAccess(CurrentPolicy policy, AccessAudit audit, EtcdLayout layout) : IDashboardAccess
{
    public IDashboardRights RightsOf(ClaimsPrincipal user) =>
        new Rights(policy, audit, layout, user.Identities.OfType<AccessIdentity>().FirstOrDefault()?.Grant ?? policy.Value.GrantOf(null)!);

    /// <summary>A token that is taken away, or allows something else now, allows nothing over connections that it opened before.</summary>
    private sealed class Rights(CurrentPolicy policy, AccessAudit audit, EtcdLayout layout, AccessGrant grant) : IDashboardRights
    {
        private static readonly AccessDecision Gone = new(AccessVerdict.UnknownToken, "the token was taken away, or allows something else now");

        public string Name => policy.Value.IsOpen ? "" : grant.Name;

        public bool MayRead(string? service) => policy.Value.Has(grant) && grant.Allows(AccessAction.Read, service);

        public bool MayOrder(string? service) => policy.Value.Has(grant) && DemandsOf(service).All(d => grant.Allows(d.Action, d.Target));

        public bool Permits(string order, string? service) => Decide(order, [.. DemandsOf(service)]);

        public bool MayReadKeys(Octets from, Octets? to) => policy.Value.Has(grant) && grant.Allows(AccessAction.Read, Keys(from, to));

        public bool MayWriteKeys(Octets from, Octets? to) => policy.Value.Has(grant) && OfWrite(Keys(from, to)).All(d => grant.Allows(d.Action, d.Target));

        /// <summary>What the etcd door demands, and that the token is an operator's: this is an order like the others.</summary>
        public bool PermitsKey(string order, Octets key, Octets? value)
        {
            AccessDemand[] demands = [.. OfWrite(Keys(key, key.Next()))];
            return Decide(order, value is { } written && layout.ServiceOf(key, written) is { } service
                ? [.. demands, .. DemandsOf(service)]
                : demands);
        }

        private bool Decide(string order, AccessDemand[] demands)
        {
            var caller = new AccessCaller(grant, HasToken: !policy.Value.IsOpen);
            var decision = policy.Value.Has(grant) ? AccessDecision.Of(caller, demands) : Gone;
            audit.Note(caller, $"dashboard: {order}", demands[0], decision);
            return decision.IsAllowed;
        }

        private KeysTarget Keys(Octets from, Octets? to) => layout.Keys(new KeyRange(from, to, to == from.Next()));

        private static IEnumerable<AccessDemand> OfWrite(AccessTarget keys) => [new(AccessAction.Operate, keys), new(AccessAction.Register, keys)];

        /// <summary>Orders are for operators; one to an instance needs what it needs at the other doors as well.</summary>
        private static IEnumerable<AccessDemand> DemandsOf(string? service)
        {
            yield return new(AccessAction.Operate, AccessTarget.Of(service));
            if (service is not null)
                yield return new(AccessAction.Register, AccessTarget.Of(service));
        }
    }
}
