import pytest, time
from collections import Counter
from tests.support.parity import judge
from tests.support.parity_cases import every_case
@pytest.mark.parametrize("case", every_case(), ids=lambda c: c.subject+": "+c.name)
def test_it(office, tmp_path, case):
    t=time.time(); c=Counter(); shown=Counter()
    n=0
    for answers in case.answers(1, 300):
        j=judge(office, case.package, answers, tmp_path)
        if j.stale: print("STALE", len(j.stale), j.stale[0])
        for k,(a,b) in j.counts.items():
            if (a>0)!=(b>0): print("COUNT", k,a,b)
        for x in j.cells:
            n+=1
            if x.refused!=x.due_refused:
                kind=("VALID", x.refused, tuple(sorted(x.errors)), tuple(sorted(x.notes)))
                c[kind]+=1
                if c[kind]<5: print(kind, repr(x.value)[:60], x.key.column, x.cell.validation.kind, [ (o.key.column, o.value) for o in x.row])
            if x.colours!=x.due_colours:
                kind=("COLOUR", tuple(x.colours), tuple(x.due_colours), tuple(sorted(x.errors)), tuple(sorted(x.notes)))
                c[kind]+=1
                if c[kind]<5: print(kind, repr(x.value)[:60], x.key.column,[ (o.key.column, o.value) for o in x.row])
    print(n, round(time.time()-t,1), dict(c))
