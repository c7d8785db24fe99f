import { type NetworkLocation, unavailableAt } from '../../../shared/domain/outside-services.ts';
import { text } from '../../text/text.ts';
import styles from './connection-status.module.css';

/** Whether this is inside or outside, and what cannot be used from here, with the reason (A7). */
export function OutsideServices({ location }: { readonly location: NetworkLocation | undefined }) {
  if (!location) return null;
  const missing = unavailableAt(location);
  return (
    <section className={styles['place']} data-location={location}>
      <p className={styles['note']}>{text(`outside.location.${location}`)}</p>
      {missing.length > 0 && (
        <>
          <h3 className={styles['missing-title']}>{text('outside.missing')}</h3>
          <ul className={styles['missing']}>
            {missing.map(({ service, why }) => (
              <li key={service} data-missing={service}>
                {text(`outside.service.${service}`)}
                <span className={styles['quiet']}>{text(`outside.why.${why}`)}</span>
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}
